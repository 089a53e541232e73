using Npgsql;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Postgres;

/// <summary>Tells at once that a table changed, on any replica. One listening connection per process. A lost notification
/// changes nothing but speed: every consumer also looks by itself every few seconds. No worker of rounds: it listens without end.</summary>
internal sealed partial class ChangeFeed(NpgsqlDataSource dataSource, DatabaseReady ready, TimeProvider time, ILogger<ChangeFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    // An idle connection that died without a word is found by this.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private readonly List<(string Table, Action OnChange)> subscribers = [];

    /// <param name="onChange">Called on the feed's own thread: returns at once (release a semaphore, complete a task) and does not throw.</param>
    /// <returns>Ends the subscription.</returns>
    public IDisposable Subscribe(string table, Action onChange)
    {
        var subscriber = (table, onChange);
        lock (gate)
        {
            subscribers.Add(subscriber);
        }

        return new Subscription(this, subscriber);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? lastError = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ready.WaitAsync(stoppingToken);
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (error.Message != lastError && !ready.IsAway)
                {
                    Log.ChangeFeedLost(logger, lastError = error.Message);
                }

                await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, change) => Tell(change.Payload);
        await using (var listen = new NpgsqlCommand("LISTEN fleet_changed", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }
        // Whatever changed while nobody listened is found by everybody looking once.
        Tell(null);
        while (true)
        {
            if (!await connection.WaitAsync(KeepAlive, cancellationToken))
            {
                await using var probe = new NpgsqlCommand("SELECT 1", connection);
                await probe.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private void Tell(string? table)
    {
        Action[] concerned;
        lock (gate)
        {
            concerned = [.. subscribers.Where(subscriber => table is null || subscriber.Table == table).Select(subscriber => subscriber.OnChange)];
        }

        foreach (var onChange in concerned)
        {
            onChange();
        }
    }

    private sealed class Subscription(ChangeFeed feed, (string, Action) subscriber) : IDisposable
    {
        public void Dispose()
        {
            lock (feed.gate)
            {
                feed.subscribers.Remove(subscriber);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "The change feed lost its connection and will listen again: {Reason}")]
        public static partial void ChangeFeedLost(ILogger logger, string reason);
    }
}
