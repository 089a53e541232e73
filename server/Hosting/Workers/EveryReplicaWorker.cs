namespace SovereignFleet.Server.Hosting.Workers;

/// <summary>What goes on in the background of every replica: a round, a pause, the next round, from when the database is ready until the server
/// stops. A round that fails is tried again after a pause, and told when its error is another than the last round's: a database that is away for
/// an hour is one line in the log.</summary>
internal abstract class EveryReplicaWorker(DatabaseReady ready, TimeProvider time) : BackgroundService
{
    protected TimeProvider Time { get; } = time;

    /// <summary>The pause between two rounds. What <see cref="Subscribe"/> listens to ends it early.</summary>
    protected abstract TimeSpan Period { get; }

    /// <summary>The pause after a round that failed.</summary>
    protected virtual TimeSpan Retry => Period;

    /// <summary>The shortest pause: changes that come together wake the worker once.</summary>
    protected virtual TimeSpan Shortest => TimeSpan.Zero;

    /// <summary>Throws what it cannot mend itself.</summary>
    protected abstract Task RoundAsync(CancellationToken cancellationToken);

    /// <summary>Writes to the worker's own log why a round failed.</summary>
    protected abstract void Tell(Exception error);

    /// <param name="wake">Begins the next round now.</param>
    /// <returns>What ends with the worker.</returns>
    protected virtual IEnumerable<IDisposable> Subscribe(Action wake) => [];

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new WakeUp();
        var subscriptions = Subscribe(wake.Set).ToList();
        try
        {
            await RunAsync(wake, stoppingToken);
        }
        finally
        {
            subscriptions.ForEach(subscription => subscription.Dispose());
        }
    }

    private async Task RunAsync(WakeUp wake, CancellationToken cancellationToken)
    {
        await ready.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        string? told = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var pause = Period;
            try
            {
                await RoundAsync(cancellationToken);
                told = null;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                pause = Retry;
                // A database that is away is told once, by whoever watches it, and not by each that misses it.
                if (error.Message != told && !ready.IsAway)
                {
                    told = error.Message;
                    Tell(error);
                }
            }

            await Task.Delay(Shortest, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await wake.WaitAsync(pause, Time, cancellationToken);
        }
    }
}
