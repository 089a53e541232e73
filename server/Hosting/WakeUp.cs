namespace SovereignFleet.Server.Hosting;

/// <summary>Wakes a loop early: set by the change feed, awaited with the loop's own period. Many sets wake once.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim signal = new(0);

    public void Set()
    {
        if (signal.CurrentCount == 0)
        {
            signal.Release();
        }
    }

    /// <summary>Returns when set since the last wait, when <paramref name="period"/> has passed or when cancelled: the loop decides what
    /// each means.</summary>
    public async Task WaitAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        try
        {
            await signal.WaitAsync(period, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition sees it.
        }
    }

    public void Dispose() => signal.Dispose();
}
