using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Windows;

namespace SovereignFleet.Server.Plans.Machine;

/// <summary>All that is true now of a Plan and its Hosts: what the machine decides on.</summary>
/// <param name="Hosts">In the order in which they begin.</param>
/// <param name="Out">Where Hosts are out of service by Drains that have begun, whoever proposed them.</param>
internal sealed record PlanView(Plan Plan, IReadOnlyList<SeenHost> Hosts, IReadOnlyList<OutPlace> Out);

/// <summary>A Host that some Drain has taken out.</summary>
internal sealed record OutPlace(Guid HostId, string PoolId, string SiteId, string Rack);

/// <summary>One Host of the Plan.</summary>
internal sealed record SeenHost(PlanHost Row, string Name)
{
    public required string SiteId { get; init; }
    public string Rack { get; init; } = "";
    public int U { get; init; }
    /// <summary>Null: it is in none.</summary>
    public string? PoolId { get; init; }
    public bool IsRetired { get; init; }
    public Liveness Liveness { get; init; }
    /// <summary>The Plan's own Drain of it; null: it has none.</summary>
    public SeenDrain? Drain { get; init; }
    /// <summary>The state of a live Drain that is not the Plan's; null: there is none.</summary>
    public DrainState? Elsewhere { get; init; }
    /// <summary>The Window of its Site that is open, or opens next, from the Plan's beginning on; null: its Site has none.</summary>
    public WindowTime? Window { get; init; }
    /// <summary>What the guard says of it now; null: it was not asked.</summary>
    public GuardVerdict? Guard { get; init; }
}

/// <summary>A Drain of the Plan.</summary>
/// <param name="IsShared">Something was found on the Host since: the Drain is for that too, and the Plan does not take it back.</param>
/// <param name="FailedWork">"work 1, reboot, failed: ..."; null: none failed.</param>
internal sealed record SeenDrain(
    Guid Id, DrainState State, DateTimeOffset StateSince, bool CancelRequested = false, string? CancelledBy = null, bool IsShared = false, string? FailedWork = null)
{
    public bool IsLive => !DrainMachine.Final.Contains(State);

    /// <summary>It has touched nothing: no balancer, no place in the Pool's budget.</summary>
    public bool IsNotBegun => State is DrainState.Proposed or DrainState.Approved or DrainState.Blocked;
}
