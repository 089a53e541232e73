using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Work.RemoteHands.Text;

namespace SovereignFleet.Tests.Server.Work.RemoteHands.Text;

/// <summary>The smallest work that can mend it: nobody swaps a good GPU, and nobody restarts a dead one for ever.</summary>
[TestClass]
public sealed class RepairWorkTests
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
    [DataRow("gpu-temperature", "INSPECT GPU 2")]
    [DataRow("bmc-sensor-critical agent-silent", "INSPECT GPU 2")]
    [DataRow("", "INSPECT")]
    public void Of_ConditionsOfOneGpu_IsTheSmallestWorkThatCanMendThem(string codes, string expected) =>
        Assert.AreEqual(expected, RepairWork.Of(Found(codes, Gpu)).Single().Verb);

    /// <summary>No ticket advises what the finding does not: of each remedy, on a GPU and on the Host.</summary>
    [TestMethod]
    [DataRow("None", true, "INSPECT")]
    [DataRow("Inspect", true, "INSPECT GPU 2")]
    [DataRow("RestartInferenceServer", true, "POWER-CYCLE THE HOST")]
    [DataRow("ResetGpu", true, "POWER-CYCLE THE HOST")]
    [DataRow("Reboot", true, "POWER-CYCLE THE HOST")]
    [DataRow("PowerCycle", true, "POWER-CYCLE THE HOST")]
    [DataRow("Reseat", true, "RESEAT GPU 2")]
    [DataRow("Replace", true, "REPLACE GPU 2")]
    [DataRow("None", false, "INSPECT")]
    [DataRow("Inspect", false, "INSPECT")]
    [DataRow("RestartInferenceServer", false, "POWER-CYCLE THE HOST")]
    [DataRow("ResetGpu", false, "POWER-CYCLE THE HOST")]
    [DataRow("Reboot", false, "POWER-CYCLE THE HOST")]
    [DataRow("PowerCycle", false, "POWER-CYCLE THE HOST")]
    [DataRow("Reseat", false, "INSPECT")]
    [DataRow("Replace", false, "INSPECT")]
    public void Body_OfOneRemedy_AdvisesThatAndNothingElse(string remedy, bool ofGpu, string expected)
    {
        var kind = Enum.Parse<RemedyKind>(remedy);
        TicketEvidence[] found = [new TicketEvidence(DateTimeOffset.UnixEpoch, "code", ofGpu ? Gpu : null, "It is so.", "Do as the rule says.", kind, [])];

        var work = RepairWork.Of(found).Single();
        var body = TicketText.Body(TicketTextTests.Facts() with { Evidence = found });

        Assert.AreEqual(expected, work.Verb);
        Assert.AreEqual(ofGpu && kind is (RemedyKind.Reseat or RemedyKind.Replace), body.Contains("Take out GPU", StringComparison.Ordinal));
        Assert.AreEqual(ofGpu && kind == RemedyKind.Replace, body.Contains("Put in the replacement", StringComparison.Ordinal));
        Assert.AreEqual(expected == "POWER-CYCLE THE HOST", body.Contains("Power-cycle the host", StringComparison.Ordinal));
        Assert.AreEqual(expected.StartsWith("INSPECT", StringComparison.Ordinal) && kind != RemedyKind.None, body.Contains("Do as the rule says.", StringComparison.Ordinal), "the rule's own words are the steps of an inspection alone");
    }

    [TestMethod]
    public void Of_APartThatNobodyCanName_IsTakenOutByNobody() => Assert.AreEqual("INSPECT", RepairWork.Of(Found("row-remap-failure", null)).Single().Verb);

    private static TicketEvidence[] Found(string codes, TicketGpu? gpu) =>
        [.. codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => new TicketEvidence(DateTimeOffset.UnixEpoch, code, gpu, code, "", Remedies[code], []))];
}
