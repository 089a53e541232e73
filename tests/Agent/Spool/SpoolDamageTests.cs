using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using static SovereignFleet.Tests.Agent.Spool.SpoolContent;

namespace SovereignFleet.Tests.Agent.Spool;

[TestClass]
public sealed class SpoolDamageTests
{
    private readonly MemoryDisk disk = new();

    /// <summary>It was: the agent did not start while one segment could not be read.</summary>
    [TestMethod]
    public void Open_SegmentThatCannotBeRead_IsSetAsideToldOnceAndTheRestIsThere()
    {
        Fill(10);
        var unreadable = disk.Segments(SpoolLane.Events).Single();
        disk.MakeUnreadable(unreadable);

        using (var spool = Open())
        {
            Assert.AreEqual(SpoolLoss.OneSegment, spool.TakeLoss());
            Assert.HasCount(10, Of(spool, SpoolLane.Frames).ToList());
            Assert.IsEmpty(Of(spool, SpoolLane.Events).ToList());
        }

        using var again = Open();
        Assert.IsTrue(again.TakeLoss().IsNone);
        Assert.Contains(unreadable + ".unreadable", disk.Names);
    }

    /// <summary>It was: what is damaged was counted at each start, and each start told the server of a new loss.</summary>
    [TestMethod]
    public void Open_DamagedRecord_IsToldOnce()
    {
        Fill(10);
        Flip(disk.Segments(SpoolLane.Events).Single(), 30);

        using (var spool = Open())
        {
            Assert.AreEqual(1, spool.TakeLoss().CorruptRecords);
        }

        using var again = Open();
        Assert.IsTrue(again.TakeLoss().IsNone);
        Assert.HasCount(10, Of(again, SpoolLane.Frames).ToList());
    }

    [TestMethod]
    public void Open_AnyByteOfFramesFlipped_CostsOneFrameAtMost()
    {
        Fill(10);
        var segment = disk.Segments(SpoolLane.Frames).Single();
        var sound = disk.Content(segment);
        for (var place = 0; place < sound.Length; place++)
        {
            disk.Put(segment, sound);
            Flip(segment, place);
            using var spool = Open();

            var held = Of(spool, SpoolLane.Frames).Count();

            Assert.IsGreaterThanOrEqualTo(9, held, $"byte {place}");
            Assert.IsFalse(spool.TakeLoss().IsNone);
        }
    }

    [TestMethod]
    public void Open_EveryReferenceDamagedByTurns_IsMendedInItsPlace()
    {
        Fill(10);
        var segment = disk.Segments(SpoolLane.Frames).Single();
        var sound = disk.Content(segment);
        foreach (var place in new[] { 30, sound.AsSpan().LastIndexOf("SFK1"u8) + 30 })
        {
            Flip(segment, place);
            using var spool = Open();
            Assert.HasCount(10, Of(spool, SpoolLane.Frames).ToList());
        }

        CollectionAssert.AreEqual(sound, disk.Content(segment));
    }

    /// <summary>A sector that goes bad while the agent runs must not stop the sending of what is behind it.</summary>
    [TestMethod]
    public void Next_RecordWentBadMeanwhile_IsCountedAndPassedOver()
    {
        using var spool = Open();
        var texts = Enumerable.Range(0, 5).Select(number => $"event {number}").ToList();
        texts.ForEach(text => spool.Append(EventOf(text)));

        Flip(disk.Segments(SpoolLane.Events).Single(), 30);

        CollectionAssert.AreEqual(texts[1..], Texts(spool, SpoolLane.Events));
        Assert.AreEqual(SpoolLoss.OneRecord, spool.TakeLoss());
    }

    [TestMethod]
    public void Append_FramesLikeTheOneBefore_TakeAFractionOfTheirRoom()
    {
        Fill(400);

        var plain = Enumerable.Range(0, 400).Sum(number => ReadingOf(number, 7).CalculateSize());
        Assert.IsLessThan(plain, disk.Segments(SpoolLane.Frames).Sum(name => disk.Content(name).Length));
        using var spool = Open();
        Assert.HasCount(400, Of(spool, SpoolLane.Frames).ToList());
    }

    private void Fill(int frames)
    {
        using var spool = Open();
        for (var number = 0; number < frames; number++)
        {
            spool.Append(ReadingOf(number, 7));
        }

        spool.Append(EventOf("a"));
        spool.Append(EventOf("b"));
    }

    private void Flip(string name, int place)
    {
        var bytes = disk.Content(name).ToArray();
        bytes[place] ^= 1;
        disk.Put(name, bytes);
    }

    private MessageSpool Open() => MessageSpool.Open(new SpoolOptions { Folder = "" }, disk);
}
