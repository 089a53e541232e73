using SovereignFleet.Agent.Gpu.Events;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Reading;

/// <summary>All GPUs once. As a rule one thread reads them one after the other; where one of them hangs, others read the rest.
/// Once closed, what comes in late waits for the next Frame.</summary>
internal sealed class GpuRound(IReadOnlyList<GpuWatch> watches)
{
    private readonly Lock gate = new();
    private readonly List<GpuReading> readings = new(watches.Count);
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int next;
    private int delivered;
    private bool closed;

    /// <summary>Ends when every GPU was read.</summary>
    public Task Done => done.Task;

    /// <summary>How many have not been begun.</summary>
    public int Left
    {
        get
        {
            lock (gate)
            {
                return watches.Count - next;
            }
        }
    }

    public void Work()
    {
        if (watches.Count == 0)
        {
            done.TrySetResult();
        }

        while (TryTake() is { } watch)
        {
            GpuReading reading;
            try
            {
                reading = watch.Read();
            }
            catch (Exception fault) // a bug in reading one GPU is told of that GPU
            {
                reading = watch.Unread(GpuReading.Types.State.Unreadable, fault.Message);
            }

            Deliver(watch, reading);
        }
    }

    public IReadOnlyList<GpuReading> Close()
    {
        lock (gate)
        {
            closed = true;
            return readings;
        }
    }

    private GpuWatch? TryTake()
    {
        lock (gate)
        {
            if (closed || next == watches.Count)
            {
                return null;
            }

            var watch = watches[next++];
            watch.Begin();
            return watch;
        }
    }

    private void Deliver(GpuWatch watch, GpuReading reading)
    {
        lock (gate)
        {
            if (closed)
            {
                watch.Late = reading;
            }
            else
            {
                readings.Add(reading);
            }

            watch.End();
            if (++delivered == watches.Count)
            {
                done.TrySetResult();
            }
        }
    }
}
