namespace SovereignFleet.Server.Work.RemoteHands.Providers;

/// <summary>What a provider needs of a ticket.</summary>
/// <param name="Settings">The Site's own settings of the provider, JSON.</param>
internal sealed record TicketJob(string Reference, string Subject, string Body, string Settings, DateTimeOffset CreatedAt);
