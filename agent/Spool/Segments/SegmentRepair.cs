using System.Buffers;
using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool.Segments;

/// <summary>Reads a segment that may be damaged, and leaves it so that the same damage is not met and counted again.</summary>
internal sealed class SegmentRepair(Stream stream)
{
    private readonly List<byte[]> lastReferences = [];

    /// <summary>Throws IOException where the disk cannot read it.</summary>
    public SegmentScan Read()
    {
        var length = (int)stream.Length;
        var content = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            stream.Position = 0;
            stream.ReadExactly(content, 0, length);
            var scan = SegmentScan.Of(content.AsSpan(0, length));
            var orphans = scan.Orphans(delta => DeltaPayload.Reference(content.AsSpan(delta.Offset + SpoolRecord.HeaderLength, delta.PayloadLength)));
            lastReferences.AddRange(scan.References
                .GroupBy(reference => reference.Sequence).Where(places => places.Count() == 1)
                .Select(places => content.AsSpan(places.First().Offset, places.First().Length).ToArray()));
            scan.Messages.RemoveAll(orphans.Contains);
            scan.Damaged.AddRange(orphans.Select(orphan => (orphan.Offset, orphan.Length)));
            return scan with { Loss = scan.Loss + new SpoolLoss(orphans.Count, 0, 0, 0, 0) };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content);
        }
    }

    /// <summary>A disk that refuses is left as it is: then the damage is told again at the next start, and that is all.</summary>
    public void TryMend(SegmentScan scan, Action<byte[]> append, Action sync)
    {
        if (stream.Length == scan.SoundLength && scan.Damaged.Count == 0 && lastReferences.Count == 0)
        {
            return;
        }

        try
        {
            stream.SetLength(scan.SoundLength);
            scan.Damaged.ForEach(Cover);
            // What is there once only has lost its other place: the next damage must not find the last.
            lastReferences.ForEach(append);
            sync();
        }
        catch (IOException)
        {
        }
    }

    /// <summary>With a reference that needs a second place, which takes no more room of a full disk; the rest with nothing.</summary>
    private void Cover((int Offset, int Length) stretch)
    {
        var (offset, length) = stretch;
        if (lastReferences.Find(copy => copy.Length == length || copy.Length + SpoolRecord.HeaderLength <= length) is { } reference)
        {
            WriteAt(offset, reference);
            lastReferences.Remove(reference);
            (offset, length) = (offset + reference.Length, length - reference.Length);
        }

        if (length >= SpoolRecord.HeaderLength)
        {
            WriteAt(offset, SpoolRecord.EncodeVoid(length));
        }
    }

    private void WriteAt(int offset, byte[] bytes)
    {
        stream.Position = offset;
        stream.Write(bytes);
    }
}
