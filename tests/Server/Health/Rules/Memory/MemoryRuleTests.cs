using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Rules.Memory;

namespace SovereignFleet.Tests.Server.Health.Rules.Memory;

[TestClass]
public sealed class MemoryRuleTests
{
    [TestMethod]
    public void Sram_PastItsThreshold_IsReplaced() =>
        AssertFlag(new SramThresholdRule(), (reading, value) => reading.SramThresholdExceeded = value, "Critical NextWindow Replace");

    [TestMethod]
    public void SpareRows_UsedUpInABank_AreAWarning() =>
        AssertFlag(new SpareRowsRule(), (reading, value) => (reading.RemapBanksMax, reading.RemapBanksNone) = (639, value), "Warning None Inspect");

    [TestMethod]
    public void RetiredPages_Pending_WaitForAReset() =>
        AssertFlag(new RetiredPagesPendingRule(), (reading, value) => reading.RetiredPagesPending = value, "Warning NextWindow ResetGpu");

    [TestMethod]
    public void Repair_OfAChannelOrATpc_WaitsForAReset()
    {
        AssertFlag(new RepairPendingRule(), (reading, value) => reading.ChannelRepairPending = value, "Warning NextWindow ResetGpu");
        AssertFlag(new RepairPendingRule(), (reading, value) => reading.TpcRepairPending = value, "Warning NextWindow ResetGpu");
    }

    private static void AssertFlag(IHealthRule rule, Action<GpuReading, long> set, string weight)
    {
        var finding = rule.Finds(Windows.Of(gpus: 1).Read(reading => set(reading, 1)));

        Assert.AreEqual(weight, $"{finding.Severity} {finding.Drain} {finding.Remedy.Kind}");
        Assert.AreEqual("clear", rule.Says(Windows.Of(gpus: 1).Read(reading => set(reading, 0)), "GPU-0"));
        Assert.AreEqual("", rule.Says(Windows.Of(gpus: 1).Read(_ => { }), "GPU-0"), "what is not read is unknown");
    }
}
