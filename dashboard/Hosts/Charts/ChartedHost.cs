namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>What happened on a Host in the time that its charts show.</summary>
/// <param name="Events">The newest first.</param>
public sealed record ChartedHost(IReadOnlyList<ChartEvent> Events);
