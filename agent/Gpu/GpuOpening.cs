namespace SovereignFleet.Agent.Gpu;

/// <summary>Opens a driver anew on a thread that may hang in it: as long as it does, no other one is sent after it.</summary>
internal sealed class GpuOpening(IGpuDriver driver, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(4);

    private readonly GpuThreads threads = new();
    private Task running = Task.CompletedTask;
    private long since;

    public bool IsUnderWay => !running.IsCompleted;

    /// <summary>Ends with the opening that is under way, or with a new one.</summary>
    public Task Run()
    {
        if (running.IsCompleted)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (running, since) = (ended.Task, time.GetTimestamp());
            threads.Run(() => Open(ended));
        }

        return running;
    }

    public void ThrowIfHanging()
    {
        if (IsUnderWay && time.GetElapsedTime(since) >= Hang)
        {
            throw new TimeoutException("the driver does not answer: it cannot be opened anew");
        }
    }

    public void Dispose() => threads.Dispose();

    private void Open(TaskCompletionSource ended)
    {
        try
        {
            driver.EnsureOpen();
        }
        finally
        {
            ended.SetResult();
        }
    }
}
