namespace SovereignFleet.Simulator.Plan;

/// <summary>One Site with its one Pool and the frontend that sends the Pool its requests.</summary>
internal sealed record SitePlan(
    string Id, string Name, string Jurisdiction, string TimeZone, string Pool, string PoolName, int BalancerPort, IReadOnlyList<HostPlan> Hosts)
{
    /// <summary>One spare Host where the Pool has any to spare.</summary>
    public int Spare => Math.Min(1, Hosts.Count - 1);

    /// <summary>Two Hosts may be away at once: one drained, one lost.</summary>
    public int Required => Math.Max(0, Hosts.Count - 1 - Spare);
}
