namespace SovereignFleet.Server.Work.RemoteHands.Providers.Email;

/// <summary>A Site's settings: {"to": "hands@example.net"}.</summary>
internal sealed record EmailSettings(string? To);
