using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool.Segments;

/// <summary>What is left in a segment after a crash, a full disk or a bad sector.</summary>
/// <param name="Damaged">The stretches that hold no sound record and were not told yet.</param>
/// <param name="SoundLength">Behind it is a torn tail, which the caller cuts off.</param>
internal sealed record SegmentScan(
    List<SpoolRecord> Messages, List<SpoolRecord> References, List<(int Offset, int Length)> Damaged, SpoolLoss Loss, int SoundLength)
{
    /// <summary>Finds every sound record. A damaged one is skipped up to the next mark and counted.</summary>
    public static SegmentScan Of(ReadOnlySpan<byte> segment)
    {
        var (messages, references, damaged) = (new List<SpoolRecord>(), new List<SpoolRecord>(), new List<(int Offset, int Length)>());
        var (corrupt, pending, offset, soundLength) = (0, 0, 0, 0);
        while (offset < segment.Length)
        {
            if (SpoolRecord.Find(segment, offset) is { } record)
            {
                if (offset > soundLength)
                {
                    corrupt += pending;
                    damaged.Add((soundLength, offset - soundLength));
                }

                pending = 0;
                Sort(record, messages, references);
                offset = soundLength = record.End;
                continue;
            }

            // Each mark that begins no sound record is one more record lost; damage without one is one, too.
            pending += offset == soundLength || SpoolRecord.IsMark(segment[offset..]) ? 1 : 0;
            offset = NextMark(segment, offset + 1);
        }

        return new SegmentScan(messages, references, damaged, new SpoolLoss(corrupt, segment.Length - soundLength, 0, 0, 0), soundLength);
    }

    /// <summary>Deltas whose reference is damaged in both its places: nobody can tell what they said.</summary>
    public IReadOnlyList<SpoolRecord> Orphans(Func<SpoolRecord, uint> referenceOf)
    {
        var known = References.Select(reference => reference.Sequence).ToHashSet();
        return [.. Messages.Where(message => message.Kind is RecordKind.Delta && !known.Contains(referenceOf(message)))];
    }

    private static void Sort(SpoolRecord record, List<SpoolRecord> messages, List<SpoolRecord> references)
    {
        switch (record.Kind)
        {
            case RecordKind.Whole or RecordKind.Delta:
                messages.Add(record);
                break;
            case RecordKind.Reference:
                references.Add(record);
                break;
            case RecordKind.Void:
                break;
            default:
                throw new InvalidOperationException($"Unknown kind {record.Kind}");
        }
    }

    private static int NextMark(ReadOnlySpan<byte> segment, int offset)
    {
        for (var next = offset; next < segment.Length; next++)
        {
            var found = segment[next..].IndexOf(SpoolRecord.Mark);
            if (found < 0)
            {
                return segment.Length;
            }

            next += found;
            if (SpoolRecord.IsMark(segment[next..]))
            {
                return next;
            }
        }

        return segment.Length;
    }
}
