using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Work.RemoteHands.Providers;

/// <param name="ExternalId">The system's own id, where it was created or found.</param>
internal sealed record TicketReceipt(DeliveryOutcome Outcome, string? ExternalId);
