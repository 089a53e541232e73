using SovereignFleet.Server.Capacity;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>How a Pool stands against what must stay in it.</summary>
/// <param name="NotAvailable">"gpu-yul1-03: silent for 75 s".</param>
internal sealed record PoolStanding(string PoolId, int Available, int Required, int Spare, IReadOnlyList<string> NotAvailable)
{
    /// <summary>The guard's own count, so that alert and guard never say different numbers.</summary>
    public static PoolStanding Of(string poolId, GuardVerdict count) => new(poolId, count.Available, count.Required, count.Spare, count.NotAvailable);

    /// <summary>Null: all that must stay is there.</summary>
    public AlertCause? Cause =>
        Available < Required ? AlertCause.PoolBelowRequired
        : Available < Required + Spare ? AlertCause.PoolBelowSpare
        : null;

    public string Sentence => Available < Required
        ? $"Pool {PoolId} has {Available} hosts available, and its service requires {Required}"
        : $"Pool {PoolId} has {Available} hosts available, and {Required} required + {Spare} spare = {Required + Spare} are to be there";
}
