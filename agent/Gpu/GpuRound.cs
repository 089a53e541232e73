using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>All GPUs once. As a rule one thread reads them one after the other; where one of them hangs, others read the rest.
/// Once closed, what comes in late waits for the next Frame.</summary>
internal sealed class GpuRound(IReadOnlyList<PolledGpu> gpus)
{
    private readonly Lock gate = new();
    private readonly List<GpuReading> readings = new(gpus.Count);
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
                return gpus.Count - next;
            }
        }
    }

    public void Work()
    {
        if (gpus.Count == 0)
        {
            done.TrySetResult();
        }

        while (TryTake() is { } gpu)
        {
            GpuReading reading;
            try
            {
                reading = gpu.Read();
            }
            catch (Exception fault) // a bug in reading one GPU is told of that GPU
            {
                reading = gpu.Unread(fault.Message);
            }

            Deliver(gpu, reading);
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

    private PolledGpu? TryTake()
    {
        lock (gate)
        {
            if (closed || next == gpus.Count)
            {
                return null;
            }

            var gpu = gpus[next++];
            gpu.Begin();
            return gpu;
        }
    }

    private void Deliver(PolledGpu gpu, GpuReading reading)
    {
        lock (gate)
        {
            if (closed)
            {
                gpu.Late = reading;
            }
            else
            {
                readings.Add(reading);
            }

            gpu.End();
            if (++delivered == gpus.Count)
            {
                done.TrySetResult();
            }
        }
    }
}
