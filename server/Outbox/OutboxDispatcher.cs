using System.Diagnostics.Metrics;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Outbox;

/// <summary>Pays what the outbox owes: one worker per topic, so that a receiver that is away delays its own topic only. Within a topic the
/// messages go in their order.</summary>
internal sealed partial class OutboxDispatcher(
    OutboxQueue queue, IEnumerable<IOutboxHandler> handlers, ChangeFeed changes, DatabaseReady ready, TimeProvider time, IMeterFactory meters,
    ILogger<OutboxDispatcher> logger) : BackgroundService
{
    internal static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private readonly NameTable<IOutboxHandler> topics = new("outbox topic", handlers, handler => handler.Topic);
    private readonly Counter<long> attempts = meters.Create("SovereignFleet.Journal").CreateCounter<long>(
        "sovereignfleet.outbox.attempts", description: "Deliveries tried, by topic and outcome.");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(topics.All.Select(handler => WorkAsync(handler, stoppingToken)));

    /// <summary>Delivers one message, if one is due.</summary>
    internal async Task<bool> DeliverNextAsync(IOutboxHandler handler, CancellationToken cancellationToken)
    {
        var message = await queue.ClaimAsync(handler.Topic, cancellationToken);
        if (message is null)
        {
            return false;
        }

        var outcome = await TryAsync(handler, message, cancellationToken);
        // The outcome is known: it is recorded also while the server stops.
        await queue.RecordAsync(message, outcome, CancellationToken.None);
        attempts.Add(1, new("topic", handler.Topic), new("outcome", outcome.GetType().Name));
        switch (outcome)
        {
            case DeliveryOutcome.Rejected rejected:
                Log.Rejected(logger, handler.Topic, message.Key, rejected.Reason);
                break;
            case DeliveryOutcome.RetryLater retry when retry.Reason != message.LastError:
                Log.Retrying(logger, handler.Topic, message.Key, retry.Reason);
                break;
        }

        return true;
    }

    private async Task WorkAsync(IOutboxHandler handler, CancellationToken cancellationToken)
    {
        using var wake = new WakeUp();
        using var subscription = changes.Subscribe("outbox", wake.Set);
        await Rounds.RunAsync(
            ready, stopping => DeliverDueAsync(handler, stopping), stopping => wake.WaitAsync(Poll, stopping),
            error => Log.Away(logger, handler.Topic, error.Message), cancellationToken);
    }

    private async Task DeliverDueAsync(IOutboxHandler handler, CancellationToken cancellationToken)
    {
        while (await DeliverNextAsync(handler, cancellationToken))
        {
            // Until nothing is due.
        }
    }

    private async Task<DeliveryOutcome> TryAsync(IOutboxHandler handler, OutboxMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(DeliveryLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await handler.DeliverAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new DeliveryOutcome.RetryLater($"No answer within {DeliveryLimit.TotalSeconds:0} s.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome.RetryLater("The server stopped during the delivery.");
        }
        catch (Exception error)
        {
            return new DeliveryOutcome.RetryLater(error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Topic}: {Key} is not delivered yet, trying again: {Reason}")]
        public static partial void Retrying(ILogger logger, string topic, string key, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Topic}: {Key} was rejected for good, somebody must look: {Reason}")]
        public static partial void Rejected(ILogger logger, string topic, string key, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Topic}: the outbox cannot be read, trying again: {Reason}")]
        public static partial void Away(ILogger logger, string topic, string reason);
    }
}
