using System.Collections.Concurrent;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Outbox;

/// <summary>Pays what the outbox owes of one topic: each lane in the order in which it was owed, the lanes beside each other. A receiver that
/// hangs holds up its own lane only.</summary>
internal sealed partial class OutboxTopic(
    IOutboxHandler handler, OutboxQueue queue, OutboxDelivery delivery, ChangeFeed changes, DatabaseReady ready, TimeProvider time, ILogger<OutboxTopic> logger)
    : EveryReplicaWorker(ready, time)
{
    /// <summary>How many lanes are paid at a time. One that hangs gives its place back when its delivery has run out of time.</summary>
    private const int MostLanes = 8;

    private readonly ConcurrentDictionary<string, Task> running = new();

    /// <summary>For a message of which nobody told.</summary>
    protected override TimeSpan Period => TimeSpan.FromSeconds(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(running.Values).WaitAsync(cancellationToken);
    }

    protected override IEnumerable<IDisposable> Subscribe(Action wake) => [changes.Subscribe("outbox", wake)];

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var lanes = await queue.LanesAsync(handler.Topic, cancellationToken);
        // One that is due now is looked at again in a second: there may be no place for it, or its lane is just coming to its end.
        DueAt = lanes.Count > 0 ? lanes[0].DueAt : null;
        foreach (var (lane, _) in lanes.Where(lane => lane.DueAt <= now))
        {
            if (running.Count < MostLanes && !running.ContainsKey(lane))
            {
                var go = new TaskCompletionSource();
                running[lane] = PayAsync(lane, go.Task, cancellationToken);
                go.SetResult();
            }
        }
    }

    protected override void Tell(Exception error) => Log.OutboxNotRead(logger, handler.Topic, error.Message);

    private async Task PayAsync(string lane, Task listed, CancellationToken cancellationToken)
    {
        await listed.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (await delivery.DeliverNextAsync(handler, lane, cancellationToken))
            {
                // Until nothing is due.
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            Tell(error);
        }
        finally
        {
            running.TryRemove(lane, out _);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2303, Level = LogLevel.Warning, Message = "{Topic}: the outbox cannot be read, trying again: {Reason}")]
        public static partial void OutboxNotRead(ILogger logger, string topic, string reason);
    }
}
