using System.Globalization;

namespace SovereignFleet.Agent.Spool;

/// <summary>The segments of one lane, oldest first. The last one takes the writes and is never removed while it is the last:
/// its name and its records say which sequence comes next.</summary>
internal sealed class SegmentChain(SpoolLane lane, SpoolOptions options, Func<string, Stream> open) : IDisposable
{
    /// <summary>So much is kept in memory while the disk takes nothing: minutes of Frames, days of Events.</summary>
    private const long MemoryLimit = 2 << 20;

    private readonly List<Segment> segments = [];
    private readonly AckFile acks = new(options.Folder, lane);

    public SpoolLane Lane => lane;

    public long Bytes => segments.Sum(segment => segment.Bytes);

    public int Segments => segments.Count;

    public long Waiting => segments.Sum(segment => (long)segment.Waiting);

    /// <summary>The disk took nothing lately: writes go to memory until Settle has brought that to disk.</summary>
    public bool IsInMemory => segments is [.., { Path: null }];

    private string Pattern => lane.ToString().ToLowerInvariant() + "-*.seg";

    /// <summary>Reads what is on disk. Answers the highest sequence that the lane ever used.</summary>
    public ulong Open(ref SpoolLoss loss)
    {
        var highest = 0UL;
        foreach (var path in Directory.GetFiles(options.Folder, Pattern).Order(StringComparer.Ordinal))
        {
            var segment = Segment.Read(path, open(path), out var found);
            loss += found;
            segments.Add(segment);
            highest = Math.Max(highest, Math.Max(segment.Last, FirstOf(path) - 1));
        }

        foreach (var (first, last) in acks.Read())
        {
            Acknowledge(first, last);
            highest = Math.Max(highest, last); // else the next message under that number would count as acknowledged
        }

        return highest;
    }

    /// <summary>Throws IOException where the disk takes no more.</summary>
    public void Append(ulong sequence, byte[] record)
    {
        if (segments.Count == 0 || (!segments[^1].IsEmpty && segments[^1].Bytes + record.Length > options.RollAt))
        {
            Begin(sequence);
        }

        segments[^1].Append(sequence, record);
    }

    /// <summary>The last resort: live delivery goes on from memory. Answers how many older records had to go for it.</summary>
    public long AppendToMemory(ulong sequence, byte[] record)
    {
        if (segments is [.., { Path: not null, IsEmpty: true } unwritten])
        {
            // It has the file name that this record needs when it settles: two segments of one file would delete each other's.
            Remove(unwritten);
        }

        if (segments.Count == 0 || segments[^1].Path is not null || segments[^1].Bytes + record.Length > MemoryLimit / 8)
        {
            segments.Add(Segment.InMemory());
        }

        segments[^1].Append(sequence, record);
        var dropped = 0L;
        while (segments.Where(segment => segment.Path is null).Sum(segment => segment.Bytes) > MemoryLimit)
        {
            dropped += Remove(segments.First(segment => segment.Path is null));
        }

        return dropped;
    }

    /// <summary>Brings to disk what had to stay in memory. Throws IOException where the disk still takes nothing.</summary>
    public void Settle()
    {
        for (var place = 0; place < segments.Count; place++)
        {
            if (segments[place] is { Path: null, IsEmpty: false } inMemory)
            {
                segments[place] = Settled(inMemory);
                inMemory.Dispose();
            }
        }
    }

    public (ulong Sequence, byte[] Payload)? Next(ulong after)
    {
        foreach (var segment in segments)
        {
            if (segment.Last > after && segment.Next(after) is { } record)
            {
                return (record.Sequence, segment.Payload(record));
            }
        }

        return null;
    }

    public void Acknowledge(ulong first, ulong last)
    {
        segments.ForEach(segment => segment.Acknowledge(first, last));
        foreach (var done in segments.SkipLast(1).Where(segment => segment.Waiting == 0).ToList())
        {
            Remove(done);
        }
    }

    public void NoteAcks() => acks.Write(segments.SelectMany(segment => segment.Acknowledged()));

    /// <summary>Makes room. Answers how many records that no Ack covered were lost by it; null where only the open segment is left.</summary>
    public long? DropOldest() => segments is [{ Path: not null }, _, ..] ? Remove(segments[0]) : null;

    public void Flush() => segments.ForEach(segment => segment.Flush());

    public void Dispose() => segments.ForEach(segment => segment.Dispose());

    private static ulong FirstOf(string path) =>
        ulong.Parse(Path.GetFileNameWithoutExtension(path).Split('-')[1], NumberStyles.None, CultureInfo.InvariantCulture);

    private string PathOf(ulong first) =>
        Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"{lane.ToString().ToLowerInvariant()}-{first:D20}.seg"));

    private void Begin(ulong first)
    {
        var path = PathOf(first);
        var next = Segment.New(path, open(path));
        segments.LastOrDefault()?.Flush();
        segments.Add(next);
    }

    private Segment Settled(Segment inMemory)
    {
        var path = PathOf(inMemory.First);
        var file = open(path);
        try
        {
            return inMemory.WrittenTo(path, file);
        }
        catch (IOException)
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    private long Remove(Segment segment)
    {
        segments.Remove(segment);
        segment.Dispose();
        if (segment.Path is { } path)
        {
            File.Delete(path);
        }

        return segment.Waiting;
    }
}
