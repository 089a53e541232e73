using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool.Segments;

/// <summary>A run of records in one stream: a file, or memory while the disk takes nothing. Not safe for threads: the spool's
/// one lock guards it.</summary>
internal sealed class Segment : IDisposable
{
    private readonly Stream stream;
    private readonly List<SpoolRecord> records = [];
    private readonly List<SpoolRecord> references = [];
    private readonly List<bool> acknowledged = [];
    private bool dirty;

    private Segment(string? name, Stream stream)
    {
        Name = name;
        this.stream = stream;
    }

    /// <summary>Null: in memory.</summary>
    public string? Name { get; }

    public long Bytes { get; private set; }

    public int Waiting { get; private set; }

    public bool IsEmpty => records.Count == 0;

    public ulong First => records.Count == 0 ? 0 : records[0].Sequence;

    public ulong Last => records.Count == 0 ? 0 : records[^1].Sequence;

    public static Segment InMemory() => new(null, new MemoryStream());

    public static Segment New(string name, Stream stream) => new(name, stream);

    /// <summary>Throws IOException where the disk cannot read it.</summary>
    public static Segment Read(string name, Stream stream, ISpoolFiles files, out SpoolLoss loss)
    {
        var segment = new Segment(name, stream);
        var repair = new SegmentRepair(stream);
        var scan = repair.Read();
        loss = scan.Loss;
        segment.Bytes = scan.SoundLength;
        segment.dirty = true; // a kill leaves what was written, and nobody has synced it
        segment.Take(scan, 0);
        repair.TryMend(scan, segment.Append, () => files.Sync(stream));
        return segment;
    }

    /// <summary>One or more records. Throws IOException where the disk takes no more; then the segment is as it was.</summary>
    public void Append(byte[] bytes)
    {
        var offset = (int)Bytes;
        try
        {
            stream.Position = offset;
            stream.Write(bytes);
        }
        catch (IOException)
        {
            // Half a record may be there: it would hide the next one from a reader without marks.
            stream.SetLength(offset);
            throw;
        }

        Bytes += bytes.Length;
        Take(SegmentScan.Of(bytes), offset);
        dirty = true;
    }

    /// <summary>The first record behind the sequence that no Ack covers.</summary>
    public SpoolRecord? Next(ulong after)
    {
        for (var place = FirstFrom(after + 1); place < records.Count; place++)
        {
            if (!acknowledged[place])
            {
                return records[place];
            }
        }

        return null;
    }

    /// <summary>Null where the disk gives back something else than was written. Throws IOException where it gives nothing.</summary>
    public byte[]? Payload(SpoolRecord record)
    {
        var content = new byte[record.Length];
        stream.Position = record.Offset;
        stream.ReadExactly(content);
        return SpoolRecord.Find(content, 0) is { } found && found.Kind == record.Kind && found.Sequence == record.Sequence
            ? content[SpoolRecord.HeaderLength..]
            : null;
    }

    /// <summary>From whichever of its places is sound.</summary>
    public byte[]? Reference(uint id)
    {
        IOException? unreadable = null;
        foreach (var reference in references.Where(reference => reference.Sequence == id))
        {
            try
            {
                if (Payload(reference) is { } content)
                {
                    return content;
                }
            }
            catch (IOException fault)
            {
                unreadable = fault;
            }
        }

        return unreadable is null ? null : throw unreadable;
    }

    public void Acknowledge(ulong first, ulong last)
    {
        for (var place = FirstFrom(first); place < records.Count && records[place].Sequence <= last; place++)
        {
            if (!acknowledged[place])
            {
                acknowledged[place] = true;
                Waiting--;
            }
        }
    }

    /// <summary>The runs of acknowledged records.</summary>
    public IEnumerable<(ulong First, ulong Last)> Acknowledged()
    {
        for (var place = 0; place < records.Count; place++)
        {
            var first = place;
            while (place < records.Count && acknowledged[place])
            {
                place++;
            }

            if (place > first)
            {
                yield return (records[first].Sequence, records[place - 1].Sequence);
            }
        }
    }

    public void Flush(ISpoolFiles files)
    {
        if (dirty && Name is not null)
        {
            files.Sync(stream);
        }

        dirty = false;
    }

    /// <summary>The same records in a file, once the disk takes them.</summary>
    public Segment WrittenTo(string name, Stream file, ISpoolFiles files)
    {
        var copy = new Segment(name, file);
        copy.Append(((MemoryStream)stream).ToArray());
        foreach (var (first, last) in Acknowledged())
        {
            copy.Acknowledge(first, last);
        }

        copy.Flush(files);
        return copy;
    }

    public void Dispose() => stream.Dispose();

    private void Take(SegmentScan scan, int offset)
    {
        foreach (var message in scan.Messages)
        {
            records.Add(message with { Offset = message.Offset + offset });
            acknowledged.Add(false);
            Waiting++;
        }

        references.AddRange(scan.References.Select(reference => reference with { Offset = reference.Offset + offset }));
    }

    private int FirstFrom(ulong sequence)
    {
        var (low, high) = (0, records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = records[middle].Sequence < sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
