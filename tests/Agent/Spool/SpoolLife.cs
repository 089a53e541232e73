using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Spool;

/// <summary>A spool and the list that says what it must hold.</summary>
internal sealed class SpoolLife : IDisposable
{
    private const long Plenty = 1L << 40;

    private readonly ILifeDisk disk;
    private readonly List<(string Spool, ConnectRequest Message)> written = [];
    private readonly Dictionary<ulong, SpoolLane> mustHold = [];
    private readonly HashSet<ulong> notSynced = [];
    private MessageSpool spool;
    private int lives;
    private bool wasFull;

    public SpoolLife(ILifeDisk disk)
    {
        this.disk = disk;
        spool = Open();
    }

    private MemoryDisk Memory => (MemoryDisk)disk;

    public void Dispose() => spool.Dispose();

    public void Do(SpoolStep step)
    {
        switch (step)
        {
            case SpoolStep.Write write:
                Write(write);
                break;
            case SpoolStep.Acknowledge acknowledge:
                Acknowledge(acknowledge);
                break;
            case SpoolStep.Flush:
                Flush();
                break;
            case SpoolStep.Kill:
                Reopen(() => { });
                Assert.IsTrue(wasFull || spool.TakeLoss().IsNone, "what was told once is told again");
                break;
            case SpoolStep.Damage damage:
                Damage(damage.Place);
                break;
            case SpoolStep.Cut cut:
                Reopen(() => Memory.Cut(cut.Chance));
                spool.TakeLoss();
                break;
            case SpoolStep.Fill fill:
                (Memory.Quota, wasFull) = (Memory.Used + fill.Room, true);
                break;
            case SpoolStep.Free:
                Memory.Quota = long.MaxValue;
                break;
            case SpoolStep.Unreadable unreadable:
                MakeUnreadable(unreadable.Place);
                break;
            default:
                throw new InvalidOperationException($"{step}");
        }
    }

    /// <summary>All that must be there is there, in order and unharmed; what else is there was written once too.</summary>
    public void Check()
    {
        var held = new HashSet<ulong>();
        // A spool that lost its name has another one: then the last that was written under a number counts.
        var truth = written.GroupBy(entry => entry.Message.Sequence).ToDictionary(entries => entries.Key, entries => entries.Last().Message);
        foreach (var lane in Enum.GetValues<SpoolLane>())
        {
            var before = 0UL;
            foreach (var message in SpoolContent.Of(spool, lane))
            {
                Assert.IsGreaterThan(before, message.Sequence, "out of order");
                Assert.IsTrue(held.Add(before = message.Sequence), "a message is there twice");
                message.SpoolId = truth[message.Sequence].SpoolId;
                Assert.AreEqual(truth[message.Sequence], message);
            }
        }

        var gone = mustHold.Keys.Where(sequence => !held.Contains(sequence)).ToList();
        var dropped = spool.TakeLoss().DroppedFrames;
        Assert.IsTrue(gone.TrueForAll(sequence => mustHold[sequence] is SpoolLane.Frames), "an Event is gone");
        Assert.IsTrue(gone.Count <= dropped, $"Frames {string.Join(' ', gone)} are gone, {dropped} were told; there are {string.Join(' ', held)} in {string.Join(' ', disk.Names)}; written {string.Join(' ', written.Select(entry => entry.Message.Sequence))}");
        gone.ForEach(sequence => mustHold.Remove(sequence));
    }

    private void Write(SpoolStep.Write write)
    {
        var message = write.Event ? SpoolContent.EventOf(new string('x', write.Size)) : SpoolContent.ReadingOf(written.Count, write.Size);
        var sequence = spool.Append(message);
        Assert.IsTrue(written.TrueForAll(entry => entry.Spool != spool.Id || entry.Message.Sequence < sequence), "a sequence was given twice");
        Assert.IsFalse(mustHold.ContainsKey(sequence), "a sequence of a message that waits was given again");
        written.Add((spool.Id, message));
        mustHold[sequence] = write.Event ? SpoolLane.Events : SpoolLane.Frames;
        if (!write.Event || wasFull)
        {
            notSynced.Add(sequence);
        }
    }

    private void Acknowledge(SpoolStep.Acknowledge step)
    {
        if (step.First < written.Count)
        {
            var (first, last) = (written[step.First].Message.Sequence, written[Math.Min(step.First + step.Count, written.Count - 1)].Message.Sequence);
            spool.Acknowledge([SpoolContent.Range(first, last)]);
            foreach (var sequence in mustHold.Keys.Where(sequence => sequence >= first && sequence <= last).ToList())
            {
                mustHold.Remove(sequence);
            }
        }
    }

    private void Flush()
    {
        try
        {
            spool.Flush(Plenty, Plenty);
            notSynced.Clear();
            wasFull = disk is MemoryDisk { Quota: not long.MaxValue };
        }
        catch (IOException) when (wasFull)
        {
        }
    }

    /// <summary>What a kill leaves is what the files hold. What had to stay in memory because the disk is full is gone with it, and
    /// without power what was not synced.</summary>
    private void Reopen(Action harm)
    {
        Check();
        spool.Dispose();
        disk.Turn();
        harm();
        lives++;
        spool = Open();
        var held = Held();
        foreach (var sequence in mustHold.Keys.Where(sequence => notSynced.Contains(sequence) && !held.Contains(sequence)).ToList())
        {
            mustHold.Remove(sequence);
        }
    }

    private void Damage(int place)
    {
        var harmed = "";
        Reopen(() => harmed = Flip(place));
        var told = spool.TakeLoss();
        var lost = mustHold.Keys.Except(Held()).ToList();
        var most = !harmed.EndsWith(".seg", StringComparison.Ordinal) ? 0 : wasFull ? int.MaxValue : 1;
        Assert.IsTrue(lost.Count <= most, $"one byte of {harmed} cost {lost.Count} records");
        Assert.IsTrue(lost.Count <= told.CorruptRecords || told.TornBytes > 0, "damage is told");
        lost.ForEach(sequence => mustHold.Remove(sequence));
    }

    private void MakeUnreadable(int place)
    {
        var segments = disk.Names.Where(name => name.EndsWith(".seg", StringComparison.Ordinal)).ToList();
        if (segments.Count == 0)
        {
            return;
        }

        var name = segments[place % segments.Count];
        var next = segments.Where(other => other.Split('-')[0] == name.Split('-')[0]).Select(SegmentName.First)
            .Where(first => first > SegmentName.First(name)).DefaultIfEmpty(ulong.MaxValue).Min();
        Reopen(() => Memory.MakeUnreadable(name));
        Assert.AreEqual(1, spool.TakeLoss().UnreadableSegments);
        var lost = mustHold.Keys.Except(Held()).ToList();
        Assert.IsTrue(lost.TrueForAll(sequence => sequence >= SegmentName.First(name) && sequence < next), "another segment's messages are gone");
        lost.ForEach(sequence => mustHold.Remove(sequence));
    }

    private HashSet<ulong> Held() => [.. Enum.GetValues<SpoolLane>().SelectMany(lane => SpoolContent.Of(spool, lane)).Select(message => message.Sequence)];

    /// <summary>One byte of one file, each time by another pattern: the same one twice would heal it. Answers which file;
    /// nothing where all are empty.</summary>
    private string Flip(int place)
    {
        var all = disk.Names.Where(name => !name.EndsWith(SegmentName.Aside, StringComparison.Ordinal)).ToList();
        if (all.Count == 0)
        {
            return "";
        }

        var name = all[place % all.Count];
        var bytes = disk.Content(name).ToArray();
        bytes[place / all.Count % bytes.Length] ^= (byte)((lives % byte.MaxValue) + 1);
        disk.Put(name, bytes);
        return name;
    }

    private MessageSpool Open() => MessageSpool.Open(new SpoolOptions { Folder = "", LimitBytes = 10_000_000, SegmentBytes = 4096 }, disk.Files);
}
