using System.Collections.Concurrent;

namespace SovereignFleet.Agent.Gpu.Reading;

/// <summary>Threads for calls that may hang in the driver: not those of the pool, which all other sensors need. A thread that comes
/// back is used again; so there are never more than GPUs that hang at once, and one.</summary>
internal sealed class GpuThreads : IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly BlockingCollection<Action> work = [];
    private int idle;

    /// <summary>Begins at once: no work waits for a thread that hangs.</summary>
    public void Run(Action job)
    {
        if (Interlocked.Decrement(ref idle) < 0)
        {
            Interlocked.Increment(ref idle);
            new Thread(Serve, StackBytes) { IsBackground = true, Name = "nvml" }.Start(job);
        }
        else
        {
            work.Add(job);
        }
    }

    public void Dispose() => work.CompleteAdding();

    private void Serve(object? first)
    {
        ((Action)first!)();
        Interlocked.Increment(ref idle);
        foreach (var job in work.GetConsumingEnumerable())
        {
            job();
            Interlocked.Increment(ref idle);
        }
    }
}
