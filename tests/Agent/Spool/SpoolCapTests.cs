using SovereignFleet.Agent.Spool;

namespace SovereignFleet.Tests.Agent.Spool;

[TestClass]
public sealed class SpoolCapTests
{
    [TestMethod]
    [DataRow(50, 50, null)]
    [DataRow(51, 50, "Frames")]
    [DataRow(11, 90, "Frames")]
    [DataRow(10, 91, "Events")]
    [DataRow(0, 101, "Events")]
    public void ToDrop_LimitOf100_FramesGoUntilEventsFillNineTenths(long frames, long events, string? expected) =>
        Assert.AreEqual(expected, SpoolCap.ToDrop(frames, events, 0, 100)?.ToString());

    [TestMethod]
    [DataRow(70, 10, 20, null)]
    [DataRow(71, 10, 20, "Frames")]
    [DataRow(60, 15, 26, "Files")]
    [DataRow(0, 80, 25, "Frames")]
    public void ToDrop_LimitOf100_FilesGoPastAQuarter(long frames, long events, long files, string? expected) =>
        Assert.AreEqual(expected, SpoolCap.ToDrop(frames, events, files, 100)?.ToString());

    [TestMethod]
    [DataRow(10, 1000, 10000, 100, 910)] // the reserve is what was set
    [DataRow(10, 1000, 1000, 100, 960)] // a twentieth of a small disk is less
    [DataRow(10, 20, 1000, 100, 0)] // the disk is full of others' things
    public void FrameRoom_DiskFills_FramesMakeWay(long frames, long free, long disk, long reserve, long expected) =>
        Assert.AreEqual(expected, SpoolCap.FrameRoom(frames, free, disk, reserve));
}
