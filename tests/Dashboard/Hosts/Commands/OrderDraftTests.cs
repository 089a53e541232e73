using SovereignFleet.Dashboard.Hosts.Commands;
using SovereignFleet.Proto.Fleet;
using Host = SovereignFleet.Proto.Fleet.Host;

namespace SovereignFleet.Tests.Dashboard.Hosts.Commands;

[TestClass]
public sealed class OrderDraftTests
{
    private static readonly Host InService = new() { Name = "h1", ServiceState = ServiceState.InService };
    private static readonly Host InRepair = new() { Name = "h1", ServiceState = ServiceState.InRepair };

    [TestMethod]
    public void IsComplete_ARebootOfAHostInService_NeedsReasonNameAndConsent()
    {
        var draft = DraftOf("reboot") with { Reason = "hangs", Typed = "h1", EvenInService = true };

        Assert.IsTrue(draft.IsComplete(InService));
        Assert.IsFalse((draft with { Reason = " " }).IsComplete(InService));
        Assert.IsFalse((draft with { Typed = "h2" }).IsComplete(InService));
        Assert.IsFalse((draft with { EvenInService = false }).IsComplete(InService));
        Assert.IsTrue((draft with { EvenInService = false }).IsComplete(InRepair));
    }

    [TestMethod]
    [DataRow("diagnose", 1u, false)]
    [DataRow("diagnose", 2u, true)]
    [DataRow("read-power", 1u, false)]
    [DataRow("gpu-reset", 1u, true)]
    public void Disturbs_AHostInService_DependsOnTheCommandAndItsLevel(string key, uint level, bool expected) =>
        Assert.AreEqual(expected, (DraftOf(key) with { Level = level }).Disturbs(InService));

    [TestMethod]
    public void IsComplete_AGpuReset_NeedsTheGpu()
    {
        var draft = DraftOf("gpu-reset") with { Reason = "hangs" };

        Assert.IsFalse(draft.IsComplete(InRepair));
        Assert.IsTrue((draft with { Gpu = "GPU-1" }).IsComplete(InRepair));
    }

    private static OrderDraft DraftOf(string key) => new(OrderChoice.All.Single(choice => choice.Key == key));
}
