using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Heartbeats;

namespace SovereignFleet.Tests.Server.Link;

[TestClass]
public sealed class HeartbeatTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    /// <summary>A driver call that was a second late had shown all of a Host's GPUs as unreadable for that second.</summary>
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(10, 1)]
    [DataRow(11, 0)]
    public void Next_FrameWithoutGpus_KeepsTheReadingsForTenSeconds(int seconds, int expected)
    {
        var first = Heartbeat.Next(null, Guid.Empty, new Frame { Gpus = { new GpuReading { Uuid = "GPU-1" } } }, Start, TimeSpan.Zero);

        var later = Heartbeat.Next(first, Guid.Empty, new Frame(), Start.AddSeconds(seconds), TimeSpan.Zero);

        Assert.HasCount(expected, Frame.Parser.ParseFrom(later.Frame).Gpus);
        Assert.AreEqual(Start.AddSeconds(seconds), later.HeardAt);
    }

    [TestMethod]
    public void Next_GpuNoLongerListed_IsNotKept()
    {
        var first = Heartbeat.Next(null, Guid.Empty, new Frame { Gpus = { new GpuReading { Uuid = "GPU-1" }, new GpuReading { Uuid = "GPU-2" } } }, Start, TimeSpan.Zero);

        var later = Heartbeat.Next(first, Guid.Empty, new Frame { Gpus = { new GpuReading { Uuid = "GPU-2" } } }, Start.AddSeconds(1), TimeSpan.Zero);

        Assert.AreEqual("GPU-2", Frame.Parser.ParseFrom(later.Frame).Gpus.Single().Uuid);
    }
}
