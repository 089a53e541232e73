using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Spool.Segments;

/// <summary>The segments of one lane, oldest first. The last one takes the writes and is never removed while it is the last:
/// its name and its records say which sequence comes next.</summary>
internal sealed class SegmentChain(SpoolLane lane, SpoolOptions options, ISpoolFiles files) : IDisposable
{
    /// <summary>So much is kept in memory while the disk takes nothing: minutes of Frames, days of Events.</summary>
    private const long MemoryLimit = 2 << 20;

    /// <summary>A Frame of a BMC gateway is large: its reference must not fill the segment.</summary>
    private const int ReferencesToASegment = 32;

    private readonly List<Segment> segments = [];
    private readonly AckFile acks = new(files, lane);
    private readonly FramePacker packer = new();
    private readonly FrameUnpacker unpacker = new();

    public SpoolLane Lane => lane;

    public long Bytes => segments.Sum(segment => segment.Bytes);

    public int Segments => segments.Count;

    public long Waiting => segments.Sum(segment => (long)segment.Waiting);

    /// <summary>The disk took nothing lately: writes go to memory until Settle has brought that to disk.</summary>
    public bool IsInMemory => segments is [.., { Name: null }];

    private long RollAt => Math.Max(options.RollAt, Math.Min((long)ReferencesToASegment * packer.ReferenceBytes, options.LimitBytes / 20));

    /// <summary>Reads what is on disk. Answers the highest sequence that the lane ever used.</summary>
    public ulong Open(ref SpoolLoss loss)
    {
        var highest = 0UL;
        foreach (var name in files.Segments(lane))
        {
            highest = Math.Max(highest, SegmentName.First(name) - Math.Min(1, SegmentName.First(name)));
            if (Read(name, ref loss) is { } segment)
            {
                segments.Add(segment);
                highest = Math.Max(highest, segment.Last);
            }
        }

        foreach (var (first, last) in acks.Read())
        {
            Acknowledge(first, last);
            highest = Math.Max(highest, last); // else the next message under that number would count as acknowledged
        }

        return highest;
    }

    /// <summary>Throws IOException where the disk takes no more.</summary>
    public void Append(ConnectRequest message, byte[] payload)
    {
        var record = Pack(message, payload);
        if (segments.Count == 0 || (!segments[^1].IsEmpty && segments[^1].Bytes + record.Length > RollAt))
        {
            Begin(message.Sequence);
            record = Pack(message, payload);
        }

        try
        {
            segments[^1].Append(record);
        }
        catch (IOException)
        {
            packer.Begin();
            throw;
        }
    }

    /// <summary>The last resort: live delivery goes on from memory. Answers how many older records had to go for it.</summary>
    public long AppendToMemory(ulong sequence, byte[] payload)
    {
        packer.Begin();
        if (segments is [.., { Name: not null, IsEmpty: true } unwritten])
        {
            // It has the file name that this record needs when it settles: two segments of one file would delete each other's.
            Remove(unwritten);
        }

        if (segments.Count == 0 || segments[^1].Name is not null || segments[^1].Bytes + payload.Length > MemoryLimit / 8)
        {
            segments.Add(Segment.InMemory());
        }

        segments[^1].Append(SpoolRecord.Encode(RecordKind.Whole, sequence, payload));
        var dropped = 0L;
        while (segments.Where(segment => segment.Name is null).Sum(segment => segment.Bytes) > MemoryLimit)
        {
            dropped += Remove(segments.First(segment => segment.Name is null));
        }

        return dropped;
    }

    /// <summary>Brings to disk what had to stay in memory. Throws IOException where the disk still takes nothing.</summary>
    public void Settle()
    {
        for (var place = 0; place < segments.Count; place++)
        {
            if (segments[place] is { Name: null, IsEmpty: false } inMemory)
            {
                segments[place] = Settled(inMemory);
                inMemory.Dispose();
            }
        }
    }

    /// <summary>What cannot be read is counted and passed over: it must not stop what is behind it.</summary>
    public byte[]? Next(ulong after, ref SpoolLoss loss)
    {
        foreach (var segment in segments)
        {
            while (segment.Last > after && segment.Next(after) is { } record)
            {
                if (Read(segment, record) is { } message)
                {
                    return message;
                }

                loss += SpoolLoss.OneRecord;
                segment.Acknowledge(record.Sequence, record.Sequence);
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
    public long? DropOldest() => segments is [{ Name: not null }, _, ..] ? Remove(segments[0]) : null;

    public void Flush() => segments.ForEach(segment => segment.Flush(files));

    public void Dispose() => segments.ForEach(segment => segment.Dispose());

    private byte[] Pack(ConnectRequest message, byte[] payload) => lane is SpoolLane.Frames
        ? packer.Pack(message, payload)
        : SpoolRecord.Encode(RecordKind.Whole, message.Sequence, payload);

    private byte[]? Read(Segment segment, SpoolRecord record)
    {
        try
        {
            return unpacker.Read(segment, record);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Null where the disk cannot read it: an agent that does not start for one bad file tells nobody of the disk.</summary>
    private Segment? Read(string name, ref SpoolLoss loss)
    {
        Stream? stream = null;
        try
        {
            stream = files.Open(name);
            var segment = Segment.Read(name, stream, files, out var found);
            loss += found;
            return segment;
        }
        catch (IOException)
        {
            stream?.Dispose();
            loss += SpoolLoss.OneSegment;
            TrySetAside(name);
            return null;
        }
    }

    private void TrySetAside(string name)
    {
        try
        {
            files.SetAside(name);
        }
        catch (IOException)
        {
            // It is tried and counted again at the next start; until then nothing is written to it.
        }
    }

    private void Begin(ulong first)
    {
        var name = SegmentName.Of(lane, first);
        var next = Segment.New(name, files.Open(name));
        segments.LastOrDefault()?.Flush(files);
        segments.Add(next);
        packer.Begin();
    }

    private Segment Settled(Segment inMemory)
    {
        var name = SegmentName.Of(lane, inMemory.First);
        var file = files.Open(name);
        try
        {
            return inMemory.WrittenTo(name, file, files);
        }
        catch (IOException)
        {
            file.Dispose();
            files.Delete(name);
            throw;
        }
    }

    private long Remove(Segment segment)
    {
        segments.Remove(segment);
        unpacker.Forget(segment);
        segment.Dispose();
        if (segment.Name is { } name)
        {
            files.Delete(name);
        }

        return segment.Waiting;
    }
}
