using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Tests.Support;
using static SovereignFleet.Tests.Agent.Spool.SpoolContent;

namespace SovereignFleet.Tests.Agent.Spool;

[TestClass]
public sealed class MessageSpoolTests : IDisposable
{
    private const long Plenty = 1L << 40;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Open_AfterClose_GivesTheSameInOrderAndGoesOnBehindTheHighest()
    {
        string id;
        ulong last;
        using (var spool = MessageSpool.Open(Options()))
        {
            spool.Append(FrameOf("a"));
            spool.Append(EventOf("b"));
            (id, last) = (spool.Id, spool.Append(FrameOf("c")));
        }

        using var again = MessageSpool.Open(Options());

        Assert.AreEqual("a c", string.Join(' ', Texts(again, SpoolLane.Frames)));
        Assert.AreEqual("b", string.Join(' ', Texts(again, SpoolLane.Events)));
        Assert.AreEqual(id, again.Id);
        Assert.IsGreaterThan(last, again.Append(FrameOf("d")));
        Assert.IsTrue(again.TakeLoss().IsNone);
    }

    [TestMethod]
    public void Open_FolderEmptied_IsAnotherLife()
    {
        string id;
        using (var spool = MessageSpool.Open(Options()))
        {
            id = spool.Id;
        }

        Directory.Delete(folder.Below("spool"), recursive: true);
        using var next = MessageSpool.Open(Options());

        Assert.AreNotEqual(id, next.Id);
        Assert.AreEqual(1UL, next.Append(FrameOf("a")));
    }

    [TestMethod]
    public void Open_TornTail_IsCutAndWritingGoesOn()
    {
        using (var spool = MessageSpool.Open(Options()))
        {
            spool.Append(EventOf("kept"));
            spool.Append(EventOf("torn"));
        }

        var segment = Segments("events").Single();
        using (var file = File.OpenWrite(segment))
        {
            file.SetLength(file.Length - 3);
        }

        using (var spool = MessageSpool.Open(Options()))
        {
            Assert.AreEqual("kept", string.Join(' ', Texts(spool, SpoolLane.Events)));
            Assert.IsGreaterThan(0, spool.TakeLoss().TornBytes);
            spool.Append(EventOf("next"));
        }

        using var again = MessageSpool.Open(Options());
        Assert.AreEqual("kept next", string.Join(' ', Texts(again, SpoolLane.Events)));
        Assert.IsTrue(again.TakeLoss().IsNone);
    }

    [TestMethod]
    public void Open_FlippedByte_SkipsThatRecordAloneAndCountsIt()
    {
        using (var spool = MessageSpool.Open(Options()))
        {
            spool.Append(EventOf("first"));
            spool.Append(EventOf("second"));
            spool.Append(EventOf("third"));
        }

        var segment = Segments("events").Single();
        var bytes = File.ReadAllBytes(segment);
        bytes[bytes.AsSpan().IndexOf("second"u8)] ^= 1;
        File.WriteAllBytes(segment, bytes);

        using var again = MessageSpool.Open(Options());

        Assert.AreEqual("first third", string.Join(' ', Texts(again, SpoolLane.Events)));
        Assert.AreEqual(1, again.TakeLoss().CorruptRecords);
    }

    /// <summary>It was: the sequence of an only record that was damaged was given again, and the server dropped the second.</summary>
    [TestMethod]
    public void Open_OnlyRecordDamaged_GivesItsSequenceToNobodyElse()
    {
        ulong lost;
        using (var spool = MessageSpool.Open(Options()))
        {
            lost = spool.Append(FrameOf("a"));
        }

        var segment = Segments("frames").Single();
        File.WriteAllBytes(segment, [.. File.ReadAllBytes(segment).Select(octet => (byte)~octet)]);

        using var again = MessageSpool.Open(Options());
        Assert.IsGreaterThan(lost, again.Append(FrameOf("b")));
    }

    /// <summary>A day's Frames fit between two openings: the segments may all be gone and yet no sequence is given twice.</summary>
    [TestMethod]
    public void Open_AllSegmentsGoneAfterManyMessages_GivesNoSequenceTwice()
    {
        var last = 0UL;
        using (var spool = MessageSpool.Open(Options()))
        {
            for (var number = 0; number < 3000; number++)
            {
                last = spool.Append(FrameOf("a"));
            }
        }

        Array.ForEach(Segments("*"), File.Delete);

        using var again = MessageSpool.Open(Options());
        Assert.IsGreaterThan(last, again.Append(FrameOf("b")));
    }

    [TestMethod]
    public void Open_AckNoteDamaged_SendsAgainButForgetsNothing()
    {
        using (var spool = MessageSpool.Open(Options()))
        {
            Array.ForEach(["a", "b", "c"], text => spool.Append(FrameOf(text)));
            spool.Acknowledge([Range(1, 1)]);
            spool.Flush(Plenty, Plenty);
        }

        var note = Path.Combine(folder.Below("spool"), "frames-acknowledged");
        File.WriteAllText(note, File.ReadAllText(note).Replace("1-1", "1-3", StringComparison.Ordinal));

        using var again = MessageSpool.Open(Options());
        Assert.AreEqual("a b c", string.Join(' ', Texts(again, SpoolLane.Frames)));
    }

    [TestMethod]
    public void Acknowledge_OutOfOrderTwiceAndBeyond_LeavesTheRest()
    {
        using var spool = MessageSpool.Open(Options());
        var texts = Enumerable.Range(1, 10).Select(number => $"{number}").ToList();
        texts.ForEach(text => spool.Append(FrameOf(text)));

        spool.Acknowledge([Range(8, 9), Range(2, 3)]);
        spool.Acknowledge([Range(3, 5), Range(90, 99)]);

        Assert.AreEqual("1 6 7 10", string.Join(' ', Texts(spool, SpoolLane.Frames)));
        Assert.AreEqual(4, spool.Waiting);
    }

    [TestMethod]
    public void Acknowledge_Flushed_IsRememberedAfterReopening()
    {
        using (var spool = MessageSpool.Open(Options()))
        {
            spool.Append(FrameOf("a"));
            spool.Append(FrameOf("b"));
            spool.Acknowledge([Range(1, 1)]);
            spool.Flush(Plenty, Plenty);
        }

        using var again = MessageSpool.Open(Options());
        Assert.AreEqual("b", string.Join(' ', Texts(again, SpoolLane.Frames)));
    }

    /// <summary>It was: Events are acknowledged at once and Frames a minute later, and a restart between forgot the Frames.</summary>
    [TestMethod]
    public void Acknowledge_EventsAroundAFrame_DoesNotForgetTheFrameAtReopening()
    {
        using (var spool = MessageSpool.Open(Options()))
        {
            spool.Append(EventOf("a"));
            spool.Append(FrameOf("b"));
            spool.Append(EventOf("c"));
            spool.Acknowledge([Range(1, 1), Range(3, 3)]);
            spool.Flush(Plenty, Plenty);
        }

        using var again = MessageSpool.Open(Options());
        Assert.AreEqual("b", string.Join(' ', Texts(again, SpoolLane.Frames)));
        Assert.IsEmpty(Texts(again, SpoolLane.Events));
    }

    [TestMethod]
    public void Acknowledge_WholeSegments_GivesTheDiskBack()
    {
        using var spool = MessageSpool.Open(Options());
        var last = 0UL;
        for (var number = 0; number < 200; number++)
        {
            last = spool.Append(FrameOf(number + new string('x', 1000)));
        }

        Assert.IsGreaterThan(2, Segments("frames").Length);
        spool.Acknowledge([Range(1, last)]);

        Assert.HasCount(1, Segments("frames"));
        Assert.AreEqual(0, spool.Waiting);
    }

    [TestMethod]
    public void Append_OverTheLimit_DropsOldestFramesCountsThemAndKeepsEvents()
    {
        using var spool = MessageSpool.Open(Options());
        for (var number = 0; number < 500; number++)
        {
            spool.Append(number % 10 == 0 ? EventOf($"event {number}") : FrameOf(number + new string('x', 1000)));
        }

        var kept = Texts(spool, SpoolLane.Frames);
        Assert.HasCount(50, Texts(spool, SpoolLane.Events));
        Assert.StartsWith("499", kept[^1]);
        Assert.AreEqual(450 - kept.Length, spool.TakeLoss().DroppedFrames);
        Assert.IsLessThanOrEqualTo(Options().LimitBytes + Options().RollAt, Segments("*").Sum(file => new FileInfo(file).Length));
    }

    private string[] Segments(string lane) => Directory.GetFiles(folder.Below("spool"), lane + "-*.seg");

    private SpoolOptions Options() => new() { Folder = folder.Below("spool"), LimitBytes = 200_000 };
}
