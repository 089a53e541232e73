namespace SovereignFleet.Server.Hosting.Workers;

/// <summary>Wakes a loop early: set by whoever has news for it, awaited with the loop's own period. Many sets wake once.</summary>
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

    /// <summary>Returns when set since the last wait, when <paramref name="period"/> has passed or when cancelled, without an exception: the
    /// loop decides what each means.</summary>
    public async Task WaitAsync(TimeSpan period, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(period, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await signal.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => signal.Dispose();
}
