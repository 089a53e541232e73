namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>Tells the time of day of a record. Times since boot count on the monotonic clock, as the kernel's do.</summary>
internal sealed class RecordClock(TimeProvider time)
{
    /// <summary>A record from the future, or with no time at all, happened when it was read.</summary>
    public DateTimeOffset At(KernelRecord record)
    {
        var now = time.GetUtcNow();
        var at = record.At ?? (record.SinceBoot is { } since ? now - (SinceBoot() - since) : now);
        return at > now ? now : at;
    }

    private TimeSpan SinceBoot() => time.GetElapsedTime(0);
}
