namespace SovereignFleet.Agent.Gpu;

/// <summary>Threads for calls that may hang in the driver: not those of the pool, which all other sensors need. A thread that comes
/// back is used again; so there are never more than GPUs that hang at once, and one. An idle one sleeps: it does not spin first.</summary>
internal sealed class GpuThreads : IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly object gate = new();
    private readonly Queue<Action> work = [];
    private int idle;
    private bool ended;

    /// <summary>Begins at once: no work waits for a thread that hangs.</summary>
    public void Run(Action job)
    {
        lock (gate)
        {
            if (idle > work.Count)
            {
                work.Enqueue(job);
                Monitor.Pulse(gate);
                return;
            }
        }

        new Thread(Serve, StackBytes) { IsBackground = true, Name = "nvml" }.Start(job);
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Serve(object? first)
    {
        for (var job = (Action?)first; job is not null; job = Next())
        {
            job();
        }
    }

    private Action? Next()
    {
        lock (gate)
        {
            idle++;
            while (work.Count == 0 && !ended)
            {
                Monitor.Wait(gate);
            }

            idle--;
            return work.TryDequeue(out var job) ? job : null;
        }
    }
}
