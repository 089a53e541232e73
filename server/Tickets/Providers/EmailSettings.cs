namespace SovereignFleet.Server.Tickets.Providers;

/// <summary>A Site's settings: {"to": "hands@example.net"}.</summary>
internal sealed record EmailSettings(string? To);
