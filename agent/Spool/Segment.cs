namespace SovereignFleet.Agent.Spool;

/// <summary>A run of records in one stream: a file, or memory while the disk takes nothing. Not safe for threads: the spool's
/// one lock guards it.</summary>
internal sealed class Segment : IDisposable
{
    private readonly Stream stream;
    private readonly List<SpoolRecord> records;
    private readonly List<bool> acknowledged;
    private bool dirty;

    private Segment(string? path, Stream stream, List<SpoolRecord> records)
    {
        Path = path;
        this.stream = stream;
        this.records = records;
        acknowledged = [.. records.Select(_ => false)];
        Waiting = records.Count;
    }

    /// <summary>Null: in memory.</summary>
    public string? Path { get; }

    public long Bytes => stream.Length;

    public int Waiting { get; private set; }

    public bool IsEmpty => records.Count == 0;

    public ulong First => records.Count == 0 ? 0 : records[0].Sequence;

    public ulong Last => records.Count == 0 ? 0 : records[^1].Sequence;

    public static Segment InMemory() => new(null, new MemoryStream(), []);

    public static Segment New(string path, Stream stream) => new(path, stream, []);

    public static Segment Read(string path, Stream stream, out SpoolLoss loss)
    {
        var content = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(content);
        var scan = SegmentScan.Of(content);
        loss = scan.Loss;
        stream.SetLength(scan.SoundLength);
        return new Segment(path, stream, [.. scan.Records]);
    }

    /// <summary>Throws IOException where the disk takes no more; then the segment is as it was.</summary>
    public void Append(ulong sequence, byte[] record)
    {
        var offset = (int)stream.Length;
        try
        {
            stream.Position = offset;
            stream.Write(record);
        }
        catch (IOException)
        {
            // Half a record may be there: it would hide the next one from a reader without marks.
            stream.SetLength(offset);
            throw;
        }

        records.Add(new SpoolRecord(sequence, offset, record.Length - SpoolRecord.HeaderLength));
        acknowledged.Add(false);
        Waiting++;
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

    public byte[] Payload(SpoolRecord record)
    {
        var payload = new byte[record.PayloadLength];
        stream.Position = record.Offset + SpoolRecord.HeaderLength;
        stream.ReadExactly(payload);
        return payload;
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

    public void Flush()
    {
        if (dirty && stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }

        dirty = false;
    }

    /// <summary>The same records in a file, once the disk takes them.</summary>
    public Segment WrittenTo(string path, Stream file)
    {
        stream.Position = 0;
        stream.CopyTo(file);
        var copy = new Segment(path, file, [.. records]) { dirty = true };
        foreach (var (first, last) in Acknowledged())
        {
            copy.Acknowledge(first, last);
        }

        copy.Flush();
        return copy;
    }

    public void Dispose() => stream.Dispose();

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
