namespace SovereignFleet.Agent.Spool;

/// <summary>What is left in a segment after a crash, a full disk or a bad sector.</summary>
internal sealed record SegmentScan(IReadOnlyList<SpoolRecord> Records, SpoolLoss Loss, int SoundLength)
{
    /// <summary>Reads every sound record. A damaged one is skipped up to the next mark and counted; behind the last sound record
    /// is a torn tail, which the caller cuts off.</summary>
    public static SegmentScan Of(ReadOnlySpan<byte> segment)
    {
        var records = new List<SpoolRecord>();
        var corrupt = 0;
        var damaged = false;
        var offset = 0;
        var soundLength = 0;
        while (offset < segment.Length)
        {
            if (SpoolRecord.Find(segment, offset) is { } record)
            {
                corrupt += damaged ? 1 : 0;
                damaged = false;
                records.Add(record);
                offset = soundLength = record.End;
                continue;
            }

            // Each mark that begins no sound record is one more record lost.
            corrupt += damaged && segment[offset..].StartsWith(SpoolRecord.Mark) ? 1 : 0;
            damaged = true;
            var next = segment[(offset + 1)..].IndexOf(SpoolRecord.Mark);
            offset = next < 0 ? segment.Length : offset + 1 + next;
        }

        return new SegmentScan(records, new SpoolLoss(corrupt, segment.Length - soundLength, 0, 0), soundLength);
    }
}
