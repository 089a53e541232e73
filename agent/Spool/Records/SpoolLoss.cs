namespace SovereignFleet.Agent.Spool.Records;

/// <summary>What the spool could not keep, since it was last asked. Told to the server as an Event: a gap has a reason.</summary>
internal readonly record struct SpoolLoss(long CorruptRecords, long TornBytes, long DroppedFrames, long DroppedEvents, long UnreadableSegments)
{
    public static readonly SpoolLoss OneRecord = new(1, 0, 0, 0, 0);
    public static readonly SpoolLoss OneSegment = new(0, 0, 0, 0, 1);

    public bool IsNone => this == default;

    public static SpoolLoss operator +(SpoolLoss left, SpoolLoss right) => new(
        left.CorruptRecords + right.CorruptRecords,
        left.TornBytes + right.TornBytes,
        left.DroppedFrames + right.DroppedFrames,
        left.DroppedEvents + right.DroppedEvents,
        left.UnreadableSegments + right.UnreadableSegments);

    public static SpoolLoss Dropped(SpoolLane lane, long records) =>
        lane is SpoolLane.Frames ? new(0, 0, records, 0, 0) : new(0, 0, 0, records, 0);
}
