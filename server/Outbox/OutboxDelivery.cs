using System.Diagnostics.Metrics;

namespace SovereignFleet.Server.Outbox;

/// <summary>Delivers one message that is due, and records what came of it.</summary>
internal sealed partial class OutboxDelivery(OutboxQueue queue, TimeProvider time, IMeterFactory meters, ILogger<OutboxDelivery> logger)
{
    public static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(15);
    private readonly Counter<long> attempts = meters.Create("SovereignFleet.Journal").CreateCounter<long>(
        "sovereignfleet.outbox.attempts", description: "Deliveries tried, by topic and outcome.");

    /// <returns>False: none is due.</returns>
    public async Task<bool> DeliverNextAsync(IOutboxHandler handler, string lane, CancellationToken cancellationToken)
    {
        var message = await queue.ClaimAsync(handler.Topic, lane, cancellationToken);
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
                Log.DeliveryRejected(logger, handler.Topic, message.Key, rejected.Reason);
                break;
            case DeliveryOutcome.RetryLater retry when retry.Reason != message.LastError:
                Log.DeliveryRetried(logger, handler.Topic, message.Key, retry.Reason);
                break;
        }

        return true;
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
        [LoggerMessage(EventId = 2301, Level = LogLevel.Warning, Message = "{Topic}: {Key} is not delivered yet, trying again: {Reason}")]
        public static partial void DeliveryRetried(ILogger logger, string topic, string key, string reason);

        [LoggerMessage(EventId = 2302, Level = LogLevel.Error, Message = "{Topic}: {Key} was rejected for good, somebody must look: {Reason}")]
        public static partial void DeliveryRejected(ILogger logger, string topic, string key, string reason);
    }
}
