namespace SovereignFleet.Server.Observability;

/// <summary>What the server tells Prometheus of the fleet's work.</summary>
/// <param name="OldestOwed">How long the oldest message that is not delivered has waited; zero: none waits.</param>
internal sealed record FleetCounts(long Owed, TimeSpan OldestOwed, long ConditionsFiring, long DrainsLive);
