namespace SovereignFleet.Dashboard.ControlPlane.Live;

/// <summary>How old the data on the screen is, and whether it may still be called current.</summary>
internal readonly record struct Freshness(TimeSpan? Age, bool IsStale)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // The server sends a heartbeat every 10 s when nothing changes; the two seconds are for its transmission.
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(12);

    /// <summary>From what age on data is old.</summary>
    public static TimeSpan LimitOf(bool broken) => broken ? Limit : QuietLimit;

    public static Freshness Of(TimeSpan? age, bool broken) => new(age, age is { } a && a > LimitOf(broken));
}
