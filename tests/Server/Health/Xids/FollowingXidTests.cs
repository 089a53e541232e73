using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Gpu;
using SovereignFleet.Server.Health.Xids;

namespace SovereignFleet.Tests.Server.Health.Xids;

/// <summary>An XID that comes in the train of another says of which.</summary>
[TestClass]
public sealed class FollowingXidTests
{
    [TestMethod]
    public void Judge_ACleanup_NamesItsCauseAndDoesNothing()
    {
        var judged = Policy().Judge(XidCatalog.Of(45), XidDetail.Read(new Dictionary<string, string> { ["follows_xid"] = "48" }));

        Assert.AreEqual((Severity.Info, DrainAdvice.None), (judged.Severity, judged.Drain));
        StringAssert.Contains(judged.Action, "XID 48");
    }

    [TestMethod]
    public void Judge_AContainedErrorInTheTrainOfAnother_SaysAfterWhich()
    {
        var seen = TestedLines.Seen(EventKinds.Xid, 94, detail: """{"follows_xid":"48"}""");

        StringAssert.StartsWith(new FatalXidRule(Policy()).Judge(TestedLines.Window(seen), TestedLines.Now).Single().Finding!.Sentence, "GPU GPU-1 reported XID 94 after XID 48: ");
    }

    private static XidPolicy Policy() => new(Options.Create(new XidOptions()));
}
