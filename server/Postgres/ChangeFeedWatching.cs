using Grpc.Core;
using SovereignFleet.Server.Hosting.Workers;

namespace SovereignFleet.Server.Postgres;

/// <summary>A stream of snapshots: now, again whenever one of the tables changed, at most once a second, and at least every
/// ten seconds as a sign of life.</summary>
internal static class ChangeFeedWatching
{
    private static readonly TimeSpan Throttle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);

    public static async Task WatchAsync<T>(
        this ChangeFeed feed, string[] tables, Func<CancellationToken, Task<T>> read, IServerStreamWriter<T> stream, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var wake = new WakeUp();
        var subscriptions = tables.Select(table => feed.Subscribe(table, wake.Set)).ToList();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await stream.WriteAsync(await read(cancellationToken), cancellationToken);
                await Task.Delay(Throttle, time, cancellationToken);
                await wake.WaitAsync(SignOfLife - Throttle, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watcher went away: that is how a watch ends.
        }
        finally
        {
            subscriptions.ForEach(subscription => subscription.Dispose());
        }
    }
}
