namespace SovereignFleet.Agent.Runtime.Timing;

/// <summary>One timer of KernelTime.</summary>
internal sealed class KernelTimer(KernelTime time, TimerCallback callback, object? state, long number) : ITimer, IThreadPoolWorkItem
{
    private long period;
    private volatile bool isDisposed;

    public static IComparer<KernelTimer> ByDue { get; } = Comparer<KernelTimer>.Create(
        (one, other) => one.Due == other.Due ? one.Number.CompareTo(other.Number) : Nullable.Compare(one.Due, other.Due));

    /// <summary>Tells timers apart that run out together.</summary>
    private long Number { get; } = number;

    /// <summary>Nanoseconds of the monotonic clock; null: it is not set. Belongs to KernelTime, under its lock.</summary>
    public long? Due { get; set; }

    /// <summary>Null: it runs out once.</summary>
    public long? NextAfter(long due) => Interlocked.Read(ref period) is > 0 and var length ? due + length : null;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        if (isDisposed)
        {
            return false;
        }

        Interlocked.Exchange(ref this.period, period > TimeSpan.Zero ? period.Ticks * TimeSpan.NanosecondsPerTick : 0);
        time.Plan(this, dueTime == Timeout.InfiniteTimeSpan ? null : KernelTime.After(dueTime));
        return true;
    }

    public void Execute()
    {
        if (!isDisposed)
        {
            callback(state);
        }
    }

    public void Dispose()
    {
        isDisposed = true;
        time.Plan(this, null);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
