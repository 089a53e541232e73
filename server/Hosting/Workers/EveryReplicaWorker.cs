namespace SovereignFleet.Server.Hosting.Workers;

/// <summary>What goes on in the background of every replica: a round, a pause, the next round, from when the database is ready until the server
/// stops. Who reacts to a change listens for it, and knows when the next thing is due; the period is then a slow look for what nobody told. A round that fails is tried again after a pause, and told when its error is another than the last round's: a database that is away for
/// an hour is one line in the log.</summary>
internal abstract class EveryReplicaWorker(DatabaseReady ready, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan HeldByAnother = TimeSpan.FromSeconds(1);

    protected TimeProvider Time { get; } = time;

    /// <summary>The pause between two rounds. What <see cref="Subscribe"/> listens to ends it early.</summary>
    protected abstract TimeSpan Period { get; }

    /// <summary>When the next thing is due, by what the round found; it ends the pause early. Null: nothing is known to be.</summary>
    protected DateTimeOffset? DueAt { get; set; }

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
            TimeSpan pause;
            try
            {
                await RoundAsync(cancellationToken);
                (told, pause) = (null, UntilDue());
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

    private TimeSpan UntilDue()
    {
        if (DueAt is not { } due)
        {
            return Period;
        }

        // What was due and was not taken is another's just now. Rounded up: a timer that is early would find nothing due.
        var wait = due - Time.GetUtcNow();
        wait = wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : HeldByAnother;
        return wait < Period ? wait : Period;
    }
}
