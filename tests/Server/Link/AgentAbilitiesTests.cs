using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Tests.Server.Link;

[TestClass]
public sealed class AgentAbilitiesTests
{
    [TestMethod]
    public void Of_AHelloThatSaysNothing_IsTheFirstVersionWithEveryCommandOfItsTime()
    {
        var abilities = AgentAbilities.Of(new Hello { AgentVersion = "0.1.0" });

        Assert.AreEqual(LinkVersion.First, abilities.LinkVersion);
        Assert.IsTrue(CommandKinds.All.All(kind => abilities.Obeys(kind.Descriptor.Name)));
        Assert.IsTrue(abilities.Features.SetEquals([Feature.PredictedFailures, Feature.BmcGateway]));
    }

    [TestMethod]
    public void Of_AHelloThatSaysIt_IsThatAndNoMore()
    {
        var abilities = AgentAbilities.Of(new Hello
        {
            Capabilities = new Capabilities { LinkVersion = LinkVersion.Current, Commands = { "reboot", "identify" }, Features = { Feature.BmcGateway, (Feature)99 } },
        });

        Assert.AreEqual("link 2, obeys identify, reboot", abilities.ToString());
        Assert.IsTrue(abilities.Obeys("reboot"));
        Assert.IsFalse(abilities.Obeys("power-cycle"));
        Assert.IsTrue(abilities.Features.Contains(Feature.BmcGateway));
        Assert.IsFalse(abilities.Features.Contains(Feature.PredictedFailures));
    }

    [TestMethod]
    public void Of_AHelloThatObeysNothing_SaysSo() =>
        Assert.AreEqual("link 1, obeys nothing", AgentAbilities.Of(new Hello { Capabilities = new Capabilities() }).ToString());
}
