namespace SovereignFleet.Server.Fleet.Liveness;

/// <summary>A time in which no Host could be heard.</summary>
internal readonly record struct HearingBreak(DateTimeOffset From, DateTimeOffset Until);
