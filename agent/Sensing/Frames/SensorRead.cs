using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Frames;

/// <summary>One read of one sensor, on a thread of its own: whatever it does, hang or throw, stays here.</summary>
internal sealed class SensorRead
{
    private readonly FrameWriter part = new();
    private readonly TimeProvider time;
    private readonly TimeSpan limit;
    private readonly long startedAt;
    private Frame? left;

    private SensorRead(ISensor sensor, TimeProvider time)
    {
        this.time = time;
        limit = sensor.TimeOut;
        startedAt = time.GetTimestamp();
        Done = Task.Run(() => ReadAsync(sensor));
    }

    /// <summary>Ends with the read and never faults.</summary>
    public Task<SensorStatus> Done { get; }

    /// <summary>Past its time: it is left behind, and what it writes from now on is dropped.</summary>
    public bool IsLate => left is not null || (!Done.IsCompleted && time.GetElapsedTime(startedAt) >= limit);

    public static SensorRead Start(ISensor sensor, TimeProvider time) => new(sensor, time);

    /// <summary>What it has read. Asked a second time, nothing.</summary>
    public Frame Take()
    {
        if (left is not null)
        {
            return new Frame();
        }

        return left = part.Take();
    }

    public SensorStatus Late(string name) => new()
    {
        Name = name,
        Outcome = SensorStatus.Types.Outcome.TimedOut,
        Reason = $"no answer for {time.GetElapsedTime(startedAt).TotalSeconds:F0} s (time-out {limit.TotalSeconds:F0} s)",
    };

    private async Task<SensorStatus> ReadAsync(ISensor sensor)
    {
        using var timeOut = new CancellationTokenSource(limit, time);
        var status = new SensorStatus { Name = sensor.Name };
        try
        {
            if (sensor.UnsupportedReason() is { } reason)
            {
                (status.Outcome, status.Reason) = (SensorStatus.Types.Outcome.NotSupported, reason);
                return status;
            }

            await sensor.ReadAsync(part, timeOut.Token);
            status.Outcome = SensorStatus.Types.Outcome.Ok;
        }
        catch (OperationCanceledException) when (timeOut.IsCancellationRequested)
        {
            return Late(sensor.Name);
        }
        catch (Exception fault) // the one place where a sensor's faults end
        {
            (status.Outcome, status.Reason) = (SensorStatus.Types.Outcome.Failed, fault.Message);
        }

        status.Took = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(time.GetElapsedTime(startedAt));
        return status;
    }
}
