namespace SovereignFleet.Server.Link.Streams;

/// <summary>How fast one agent is read: a day's backlog within a minute, and not without end. What is over it waits in the agent's spool.</summary>
internal sealed class BytePace(TimeProvider time)
{
    public const long AtOnce = 256L * 1024 * 1024;
    public const long PerSecond = 16L * 1024 * 1024;
    private double left = AtOnce;
    private long filledAt = time.GetTimestamp();

    /// <returns>How long to wait before the next message is read.</returns>
    public TimeSpan Take(long bytes)
    {
        var now = time.GetTimestamp();
        left = Math.Min(AtOnce, left + time.GetElapsedTime(filledAt, now).TotalSeconds * PerSecond) - bytes;
        filledAt = now;
        return left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-left / PerSecond);
    }
}
