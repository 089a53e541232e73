using SovereignFleet.Agent.Spool;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Spool;

/// <summary>A spool and the list that says what it must hold.</summary>
internal sealed class SpoolLife : IDisposable
{
    private const long Plenty = 1L << 40;

    private readonly TestFolder folder;
    private readonly List<(string Spool, ulong Sequence, string Text)> written = [];
    private readonly HashSet<ulong> mustHold = [];
    private MessageSpool spool;
    private int copies;
    private bool damaged;

    public SpoolLife(TestFolder folder)
    {
        this.folder = folder;
        spool = MessageSpool.Open(Options());
    }

    public void Dispose() => spool.Dispose();

    public void Do(SpoolStep step)
    {
        switch (step)
        {
            case SpoolStep.Write write:
                Write(write);
                break;
            case SpoolStep.Acknowledge { First: var first, Count: var count } when first < written.Count:
                var range = new SequenceRange { First = written[first].Sequence, Last = written[Math.Min(first + count, written.Count - 1)].Sequence };
                spool.Acknowledge([range]);
                mustHold.RemoveWhere(sequence => sequence >= range.First && sequence <= range.Last);
                break;
            case SpoolStep.Acknowledge:
                break;
            case SpoolStep.Flush:
                spool.Flush(Plenty, Plenty);
                break;
            case SpoolStep.Kill:
                Reopen(_ => { });
                // Damage stays in its segment and is told again at each opening, until the segment goes.
                Assert.IsTrue(damaged || spool.TakeLoss().IsNone);
                break;
            case SpoolStep.Damage damage:
                ReopenDamaged(damage.Place);
                break;
            default:
                throw new InvalidOperationException($"{step}");
        }
    }

    /// <summary>All that must be there is there, in order and unharmed; what else is there was written once too.</summary>
    public void Check()
    {
        var held = SpoolContent.Of(spool, SpoolLane.Events).Concat(SpoolContent.Of(spool, SpoolLane.Frames)).ToList();
        // A spool that lost its name has another one: then the last that was written under a number counts.
        var truth = written.GroupBy(entry => entry.Sequence).ToDictionary(entries => entries.Key, entries => entries.Last().Text);
        Assert.IsTrue(held.TrueForAll(message => truth[message.Sequence] == SpoolContent.TextOf(message)), "a message changed");
        Assert.IsTrue(mustHold.IsSubsetOf(held.Select(message => message.Sequence)), "a message is gone");
        Assert.HasCount(held.Count, held.Select(message => message.Sequence).Distinct().ToList());
        foreach (var lane in Enum.GetValues<SpoolLane>())
        {
            var sequences = SpoolContent.Of(spool, lane).Select(message => message.Sequence).ToList();
            CollectionAssert.AreEqual(sequences.Order().ToList(), sequences);
        }
    }

    private void Write(SpoolStep.Write write)
    {
        var text = written.Count + new string('x', write.Size);
        var sequence = spool.Append(write.Event ? SpoolContent.EventOf(text) : SpoolContent.FrameOf(text));
        Assert.IsTrue(written.TrueForAll(entry => entry.Spool != spool.Id || entry.Sequence < sequence), "a sequence was given twice");
        Assert.IsFalse(mustHold.Contains(sequence), "a sequence of a message that waits was given again");
        written.Add((spool.Id, sequence, text));
        mustHold.Add(sequence);
    }

    /// <summary>What a kill leaves is what the files hold now: a copy of them is the next life's folder.</summary>
    private void Reopen(Action<string> harm)
    {
        var before = folder.Below($"life{copies}");
        var after = folder.Below($"life{++copies}");
        Directory.CreateDirectory(after);
        foreach (var file in Directory.GetFiles(before))
        {
            File.Copy(file, Path.Combine(after, Path.GetFileName(file)));
        }

        spool.Dispose();
        Directory.Delete(before, recursive: true);
        harm(after);
        spool = MessageSpool.Open(Options());
    }

    private void ReopenDamaged(int place)
    {
        var harmed = "";
        Reopen(after => harmed = Flip(after, place));
        var isSegment = harmed.EndsWith(".seg", StringComparison.Ordinal);
        damaged |= isSegment;
        Assert.IsTrue(!isSegment || !spool.TakeLoss().IsNone, "damage is told");
        var held = SpoolContent.Of(spool, SpoolLane.Events).Concat(SpoolContent.Of(spool, SpoolLane.Frames)).Select(message => message.Sequence);
        Assert.IsLessThanOrEqualTo(isSegment ? 1 : 0, mustHold.Except(held).Count(), "one byte costs one record of its segment, and else nothing");
        mustHold.IntersectWith(held);
    }

    /// <summary>One byte of one file, each time by another pattern: the same one twice would heal it. Answers which file;
    /// nothing where all are empty.</summary>
    private string Flip(string inside, int place)
    {
        var all = Directory.GetFiles(inside).Where(path => new FileInfo(path).Length > 0).Order(StringComparer.Ordinal).ToList();
        if (all.Count == 0)
        {
            return "";
        }

        var path = all[place % all.Count];
        var bytes = File.ReadAllBytes(path);
        bytes[place / all.Count % bytes.Length] ^= (byte)((copies % byte.MaxValue) + 1);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private SpoolOptions Options() => new() { Folder = folder.Below($"life{copies}"), LimitBytes = 10_000_000, SegmentBytes = 4096 };
}
