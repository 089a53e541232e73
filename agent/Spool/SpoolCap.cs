using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool;

/// <summary>Decides what goes when the spool is over its limit. Files may keep a quarter of it, Events may take nine tenths: until
/// then the oldest Frames go.</summary>
internal static class SpoolCap
{
    /// <summary>Null: nothing has to go.</summary>
    public static SpoolLane? ToDrop(long frameBytes, long eventBytes, long fileBytes, long limit) => (frameBytes + eventBytes + fileBytes > limit) switch
    {
        false => null,
        true when fileBytes > limit / 4 => SpoolLane.Files,
        true when eventBytes <= limit - (limit / 10) => SpoolLane.Frames,
        true => SpoolLane.Events,
    };

    /// <summary>The limit, or less where the disk's reserve would be touched. Events are worth the reserve, so for them alone
    /// the disk's state does not count.</summary>
    public static long FrameRoom(long frameBytes, long freeBytes, long diskBytes, long reserveBytes)
    {
        var reserve = Math.Min(reserveBytes, diskBytes / 20);
        return Math.Max(0, frameBytes + freeBytes - reserve);
    }
}
