namespace SovereignFleet.Server.Journal.Sealing;

/// <summary>When the chain's end is signed: at the end of each hour in which it grew, and every thousand entries. Pure.</summary>
internal static class CheckpointRule
{
    public const int Entries = 1000;

    /// <summary>The first entries of all are signed at once.</summary>
    public static bool IsDue(JournalCheckpoint? last, long position, DateTimeOffset now) =>
        position > (last?.Position ?? 0) && (last is null || position - last.Position >= Entries || Hour(last.At) != Hour(now));

    /// <returns>How many entries may be sealed before the next checkpoint is due.</returns>
    public static int Room(JournalCheckpoint? last, long position) => (int)Math.Clamp((last?.Position ?? 0) + Entries - position, 1, Entries);

    private static long Hour(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;
}
