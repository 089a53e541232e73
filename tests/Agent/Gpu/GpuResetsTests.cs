using SovereignFleet.Agent.Gpu.Nvidia.Events;
using SovereignFleet.Agent.Gpu;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Tests.Agent.Gpu;

[TestClass]
public sealed class GpuResetsTests
{
    private readonly GpuResets resets = new();

    [TestMethod]
    public void Notice_LostAndBack_IsAReset()
    {
        Assert.IsNull(Notice(new()));
        Assert.IsNull(Notice(new() { State = GpuReading.Types.State.Lost }));
        Assert.IsNull(Notice(new() { State = GpuReading.Types.State.Unreadable }));

        var reset = Notice(new());

        Assert.AreEqual(EventKinds.GpuReset, reset?.Kind);
        Assert.AreEqual("GPU-1", reset?.GpuUuid);
        Assert.IsNull(Notice(new()));
    }

    [TestMethod]
    [DataRow(1L, 0L, true)]
    [DataRow(4L, 0L, true)]
    [DataRow(4L, 1L, false)] // drained, and the reset is still wanted
    [DataRow(3L, 0L, false)] // draining alone ends it
    [DataRow(0L, 1L, false)]
    public void Notice_RecoveryAction_IsAResetWhereOneWasWanted(long before, long now, bool expected)
    {
        Notice(new() { RecoveryAction = before });

        Assert.AreEqual(expected, Notice(new() { RecoveryAction = now }) is not null);
    }

    [TestMethod]
    public void Notice_PendingRemapTakesEffectOverAGap_IsAReset()
    {
        Notice(new() { RowRemapPending = 1 });
        Assert.IsNull(Notice(new() { State = GpuReading.Types.State.Unreadable }));
        Assert.IsNull(Notice(new())); // the field could not be read: no proof

        StringAssert.Contains(Notice(new() { RowRemapPending = 0 })?.Text, "row remapping");
    }

    [TestMethod]
    public void Notice_FirstReading_ProvesNothing() => Assert.IsNull(Notice(new() { RecoveryAction = 0, RowRemapPending = 0 }));

    private Event? Notice(GpuReading reading)
    {
        reading.Uuid = "GPU-1";
        reading.State = reading.State == GpuReading.Types.State.Unspecified ? GpuReading.Types.State.Present : reading.State;
        return resets.Notice(reading, DateTimeOffset.UnixEpoch);
    }
}
