using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Frames;

/// <summary>One sensor over time: when it is due, the read under way, how the last one fared.</summary>
internal sealed class SensorRun(ISensor sensor, SensorPeriods periods, TimeProvider time)
{
    private DateTimeOffset due = DateTimeOffset.MinValue;
    private SensorRead? current;

    /// <summary>Null until the first read has ended.</summary>
    public SensorStatus? Status { get; private set; }

    /// <summary>Begins a read when one is due and none is under way, not even one that was left behind. The answer ends with it.</summary>
    public Task? Begin(DateTimeOffset second)
    {
        var period = periods.Of(sensor);
        var clockWentBack = due - second > period;
        if (second < due && !clockWentBack)
        {
            return null;
        }

        due = FirstMultipleAfter(second, period);
        if (current is not null)
        {
            return null;
        }

        current = SensorRead.Start(sensor, time);
        return current.Done;
    }

    /// <summary>Whether the Frame of this second waits a moment for it.</summary>
    public bool IsQuick => periods.Of(sensor) <= TimeSpan.FromSeconds(1);

    /// <summary>Adds what has come in since the last call. Answers the status where it changed for better or worse.</summary>
    public async Task<(SensorStatus? Before, SensorStatus? Now)> CollectAsync(Frame frame)
    {
        var before = Status;
        if (current is { Done.IsCompleted: true } ended)
        {
            var late = ended.IsLate;
            frame.MergeFrom(ended.Take());
            Status = late ? Status : await ended.Done;
            current = null;
        }
        else if (current is { IsLate: true } hung)
        {
            hung.Take();
            Status = hung.Late(sensor.Name);
        }

        return (before, Status);
    }

    private static DateTimeOffset FirstMultipleAfter(DateTimeOffset second, TimeSpan period) =>
        new(((second.UtcTicks / period.Ticks) + 1) * period.Ticks, TimeSpan.Zero);
}
