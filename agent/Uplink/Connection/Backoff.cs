namespace SovereignFleet.Agent.Uplink.Connection;

/// <summary>Full jitter: a random share of a growing span, so that a fleet that lost its server together returns spread out.</summary>
internal sealed class Backoff(Func<double> random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private TimeSpan span = First;

    public TimeSpan Next()
    {
        var pause = span * random();
        span = span * 2 < Longest ? span * 2 : Longest;
        return pause;
    }

    /// <summary>For faults that only a person can correct: half a minute to a minute.</summary>
    public TimeSpan Slow() => Longest * (0.5 + (0.5 * random()));

    public void Reset() => span = First;
}
