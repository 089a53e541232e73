namespace SovereignFleet.Server.Outbox;

/// <summary>Delivers the outbox messages of one topic. Idempotent by the message's key; the handler knows whether a retry
/// can help, the outbox does the retrying.</summary>
internal interface IOutboxHandler
{
    string Topic { get; }

    Task<DeliveryOutcome> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken);
}

/// <summary>How a delivery ended.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    public sealed record Delivered : DeliveryOutcome;

    /// <param name="After">Null: the outbox's own back-off.</param>
    public sealed record RetryLater(string Reason, TimeSpan? After = null) : DeliveryOutcome;

    public sealed record Rejected(string Reason) : DeliveryOutcome;
}
