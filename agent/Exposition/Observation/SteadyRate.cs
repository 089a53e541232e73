namespace SovereignFleet.Agent.Exposition.Observation;

/// <summary>The rate of a counter that some GPUs are asked each second and others each ten: measured from one change of it to another, so
/// that what stands unread in between is not taken for a standstill.</summary>
internal sealed class SteadyRate(TimeProvider time)
{
    /// <summary>Just under the slower round, which is not met to the millisecond.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(9);

    /// <summary>Unchanged for longer than the slower round: then it was read, and nothing has moved.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(12);

    private long? from;
    private long fromAt;
    private long last;
    private long changedAt;

    /// <summary>Null until two readings tell it, and where the counter began anew.</summary>
    public double? PerSecond { get; private set; }

    public void Take(long? count)
    {
        var now = time.GetTimestamp();
        if (count is not { } value || from is not { } begin || value < last)
        {
            (from, fromAt, changedAt, PerSecond) = (count, now, now, null);
        }
        else if (value != last)
        {
            changedAt = now;
            if (time.GetElapsedTime(fromAt, now) >= Shortest)
            {
                PerSecond = (value - begin) / time.GetElapsedTime(fromAt, now).TotalSeconds;
                (from, fromAt) = (value, now);
            }
        }
        else if (time.GetElapsedTime(changedAt, now) >= Silence)
        {
            (fromAt, changedAt, PerSecond) = (now, now, 0);
        }

        last = count ?? 0;
    }
}
