using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Tests.Support;
using static SovereignFleet.Tests.Agent.Spool.SpoolContent;

namespace SovereignFleet.Tests.Agent.Spool;

[TestClass]
public sealed class SpoolFullDiskTests : IDisposable
{
    private const long Plenty = 1L << 40;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Append_DiskFull_DropsFramesAndKeepsEveryEvent()
    {
        var quota = new Quota { Bytes = 60_000 };
        using (var spool = MessageSpool.Open(Options(), path => new QuotaFile(path, quota)))
        {
            for (var number = 0; number < 300; number++)
            {
                spool.Append(number % 10 == 0 ? EventOf($"event {number}") : FrameOf(number + new string('x', 1000)));
            }

            Assert.IsGreaterThan(0, spool.TakeLoss().DroppedFrames);
        }

        using var again = MessageSpool.Open(Options());
        Assert.HasCount(30, Texts(again, SpoolLane.Events));
    }

    [TestMethod]
    public void Append_DiskTakesNothing_GoesOnInMemoryAndToDiskLater()
    {
        var quota = new Quota { Bytes = 36 };
        using (var spool = MessageSpool.Open(Options(), path => new QuotaFile(path, quota)))
        {
            spool.Append(FrameOf("frame"));
            spool.Append(EventOf("event"));
            Assert.AreEqual("event", string.Join(' ', Texts(spool, SpoolLane.Events)));
            Assert.AreEqual("frame", string.Join(' ', Texts(spool, SpoolLane.Frames)));
            Assert.ThrowsExactly<IOException>(() => spool.Flush(Plenty, Plenty));

            quota.Bytes = Plenty;
            spool.Flush(Plenty, Plenty);
        }

        using var again = MessageSpool.Open(Options());
        Assert.AreEqual("event", string.Join(' ', Texts(again, SpoolLane.Events)));
        Assert.AreEqual("frame", string.Join(' ', Texts(again, SpoolLane.Frames)));
    }

    /// <summary>It was: the empty file of the refused write and the settled one had one name, and the first Ack deleted it.</summary>
    [TestMethod]
    public void Acknowledge_AfterAFullDisk_LeavesWhatSettledOnDisk()
    {
        var quota = new Quota { Bytes = 0 };
        using (var spool = MessageSpool.Open(Options(), path => new QuotaFile(path, quota)))
        {
            spool.Append(EventOf("event"));
            quota.Bytes = Plenty;
            spool.Flush(Plenty, Plenty);
            spool.Acknowledge([Range(90, 99)]);
        }

        using var again = MessageSpool.Open(Options());
        Assert.AreEqual("event", string.Join(' ', Texts(again, SpoolLane.Events)));
    }

    private SpoolOptions Options() => new() { Folder = folder.Below("spool"), LimitBytes = 200_000 };
}
