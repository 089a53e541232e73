using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Work.RemoteHands.Providers;

/// <param name="ExternalId">The system's own id, where it was created or found.</param>
internal sealed record TicketReceipt(DeliveryOutcome Outcome, string? ExternalId)
{
    /// <summary>It was not confirmed, and somebody may have it all the same (RFC 1047). False: surely nobody does.</summary>
    public bool MayBeOut { get; init; }
}
