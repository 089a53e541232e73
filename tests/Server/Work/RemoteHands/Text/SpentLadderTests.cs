using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Ladder;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.RemoteHands.Text;

namespace SovereignFleet.Tests.Server.Work.RemoteHands.Text;

/// <summary>Hands are not asked for what machines have done in vain.</summary>
[TestClass]
public sealed class SpentLadderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Drain = Guid.NewGuid();

    [TestMethod]
    [DataRow(nameof(RemedyKind.ResetGpu), "GPU-3", nameof(WorkKind.Reboot), nameof(RemedyKind.Replace))]
    [DataRow(nameof(RemedyKind.Reboot), "GPU-3", nameof(WorkKind.PowerCycle), nameof(RemedyKind.Replace))]
    [DataRow(nameof(RemedyKind.ResetGpu), "GPU-3", nameof(WorkKind.ResetGpu), nameof(RemedyKind.ResetGpu))]
    [DataRow(nameof(RemedyKind.Reboot), null, nameof(WorkKind.PowerCycle), nameof(RemedyKind.Inspect))]
    [DataRow(nameof(RemedyKind.Reboot), null, nameof(WorkKind.Reboot), nameof(RemedyKind.Reboot))]
    [DataRow(nameof(RemedyKind.Reseat), "GPU-3", nameof(WorkKind.PowerCycle), nameof(RemedyKind.Reseat))]
    [DataRow(nameof(RemedyKind.Inspect), "GPU-3", nameof(WorkKind.PowerCycle), nameof(RemedyKind.Inspect))]
    public void Remedy_AfterOneWorkThatDidNotHelp_IsWhatIsLeft(string remedy, string? gpu, string tried, string left) => Assert.AreEqual(
        Enum.Parse<RemedyKind>(left),
        SpentLadder.Remedy(Enum.Parse<RemedyKind>(remedy), gpu, [Tried(Enum.Parse<WorkKind>(tried), 0, helped: false)], Drain, Now));

    [TestMethod]
    public void Remedy_OfAGpuThatIsLostByItsResets_IsItsReplacement() => Assert.AreEqual(
        RemedyKind.Replace,
        SpentLadder.Remedy(RemedyKind.ResetGpu, "GPU-3", [Before(9), Before(6), Before(3)], Drain, Now));

    private static TriedWork Before(int hoursAgo) => Tried(WorkKind.ResetGpu, hoursAgo, helped: true) with { DrainId = Guid.NewGuid() };

    private static TriedWork Tried(WorkKind kind, int hoursAgo, bool helped) =>
        new(Drain, kind, kind == WorkKind.ResetGpu ? "GPU-3" : null, Now.AddHours(-hoursAgo), Reached: true, IsProven: true, helped);
}
