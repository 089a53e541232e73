namespace SovereignFleet.Server.Postgres.Embedded;

/// <summary>When a private Postgres that ended is started again: at once, then after pauses that double up to five minutes. One that ran for
/// ten minutes is taken for well again.</summary>
internal sealed class RestartDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Well = TimeSpan.FromMinutes(10);
    private DateTimeOffset last = DateTimeOffset.MinValue;
    private TimeSpan pause;

    /// <returns>How long to wait with the start that is due now.</returns>
    public TimeSpan Next(DateTimeOffset now)
    {
        pause = now - last >= Well ? TimeSpan.Zero : pause == TimeSpan.Zero ? First : pause * 2;
        pause = pause < Longest ? pause : Longest;
        last = now + pause;
        return pause;
    }
}
