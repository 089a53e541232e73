using SovereignFleet.Server.Health.Rules.Clocks;

namespace SovereignFleet.Tests.Server.Health.Rules.Clocks;

[TestClass]
public sealed class ClockRuleTests
{
    [TestMethod]
    // nvml.h, clocks event reasons: idle, applications' clocks, power cap, slowdown, sync boost, software heat, hardware heat, power brake, display
    [DataRow(0x0L, "clear", "clear")]
    [DataRow(0x1L, "clear", "clear")]
    [DataRow(0x2L, "clear", "clear")]
    [DataRow(0x4L, "clear", "clear")]
    [DataRow(0x8L, "clear", "found")]
    [DataRow(0x10L, "clear", "clear")]
    [DataRow(0x20L, "clear", "clear")]
    [DataRow(0x40L, "clear", "found")]
    [DataRow(0x48L, "clear", "found")]
    [DataRow(0x80L, "found", "clear")]
    [DataRow(0x88L, "found", "clear")]
    [DataRow(0x100L, "clear", "clear")]
    public void Reasons_OfEachBit_AreJudged(long reasons, string brake, string slowdown)
    {
        var window = Windows.Of(gpus: 1).Read(reading => reading.ClocksEventReasons = reasons);

        Assert.AreEqual(brake, new PowerBrakeRule().Says(window, "GPU-0"));
        Assert.AreEqual(slowdown, new HardwareSlowdownRule().Says(window, "GPU-0"));
    }

    [TestMethod]
    public void Reasons_NotRead_SayNothing() => Assert.AreEqual("", new PowerBrakeRule().Says(Windows.Of(gpus: 1).Read(_ => { }), "GPU-0"));
}
