using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Work.RemoteHands;

namespace SovereignFleet.Tests.Server.Work.RemoteHands;

/// <summary>The smallest work that can mend it: nobody swaps a good GPU, and nobody restarts a dead one for ever.</summary>
[TestClass]
public sealed class RepairJobTests
{
    private static readonly TicketGpu Gpu = new(2, 5, "NVIDIA H100 80GB HBM3", "00000000:5d:00.0", "1650123", "GPU-7d3", "2620-000");

    /// <summary>As the rules state them: RemedyTests.</summary>
    private static readonly Dictionary<string, RemedyKind> Remedies = new()
    {
        ["xid-48"] = RemedyKind.ResetGpu,
        ["xid-94"] = RemedyKind.ResetGpu,
        ["xid-119"] = RemedyKind.ResetGpu,
        ["xid-79"] = RemedyKind.Reseat,
        ["ecc-uncorrected"] = RemedyKind.ResetGpu,
        ["row-remap-pending"] = RemedyKind.ResetGpu,
        ["row-remap-failure"] = RemedyKind.Replace,
        ["recovery-action"] = RemedyKind.Reboot,
        ["risk"] = RemedyKind.ResetGpu,
        ["gpu-lost"] = RemedyKind.Reseat,
        ["gpu-temperature"] = RemedyKind.Inspect,
        ["bmc-sensor-critical"] = RemedyKind.Inspect,
        ["agent-silent"] = RemedyKind.Inspect,
    };

    [TestMethod]
    [DataRow("xid-48 xid-94 ecc-uncorrected row-remap-pending recovery-action", "POWER-CYCLE THE HOST")]
    [DataRow("xid-119", "POWER-CYCLE THE HOST")]
    [DataRow("risk", "POWER-CYCLE THE HOST")]
    [DataRow("xid-79", "RESEAT GPU 2")]
    [DataRow("gpu-lost bmc-sensor-critical", "RESEAT GPU 2")]
    [DataRow("row-remap-failure xid-79 xid-48", "REPLACE GPU 2")]
    [DataRow("gpu-temperature", "INSPECT")]
    [DataRow("bmc-sensor-critical agent-silent", "INSPECT")]
    [DataRow("", "INSPECT")]
    public void For_Conditions_IsTheSmallestWorkThatCanMendThem(string codes, string expected) =>
        Assert.AreEqual(expected, RepairJob.For(Facts(codes, Gpu)).Verb);

    [TestMethod]
    [DataRow("None", "INSPECT")]
    [DataRow("Inspect", "INSPECT")]
    [DataRow("RestartInferenceServer", "POWER-CYCLE THE HOST")]
    [DataRow("ResetGpu", "POWER-CYCLE THE HOST")]
    [DataRow("Reboot", "POWER-CYCLE THE HOST")]
    [DataRow("PowerCycle", "POWER-CYCLE THE HOST")]
    [DataRow("Reseat", "RESEAT GPU 2")]
    [DataRow("Replace", "REPLACE GPU 2")]
    public void For_OneRemedy_IsWhatATechnicianCanDoOfIt(string remedy, string expected) => Assert.AreEqual(
        expected, RepairJob.For(TicketTextTests.Facts() with { Gpu = Gpu, Evidence = [new TicketEvidence(DateTimeOffset.UnixEpoch, "found", "", Enum.Parse<RemedyKind>(remedy), [])] }).Verb);

    [TestMethod]
    public void For_TheHostItself_TakesNoGpuOut() => Assert.AreEqual("INSPECT", RepairJob.For(Facts("row-remap-failure", null)).Verb);

    private static TicketFacts Facts(string codes, TicketGpu? gpu) => TicketTextTests.Facts() with
    {
        Gpu = gpu,
        Evidence = [.. codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => new TicketEvidence(DateTimeOffset.UnixEpoch, code, "", Remedies[code], []))],
    };
}
