using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>What a person wants planned, as the API took it.</summary>
internal sealed record PlanWish
{
    public required HostSelection Selection { get; init; }
    public required WorkPlan Works { get; init; }
    /// <summary>Null: not said.</summary>
    public required PlanStart? Start { get; init; }
    public DateTimeOffset? NotBefore { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    /// <summary>0: not said.</summary>
    public uint AtOnce { get; init; }
    public uint PerPool { get; init; }
    public uint PerRack { get; init; }
    public uint Failures { get; init; }
    public required string Reason { get; init; }
}

/// <summary>Which Hosts; what is empty says nothing of them.</summary>
internal sealed record HostSelection(IReadOnlyList<string> Names, string SiteId = "", string Rack = "", string PoolId = "", string GpuModel = "", string DriverVersion = "")
{
    public bool IsEmpty => Names.Count == 0 && SiteId.Length + Rack.Length + PoolId.Length + GpuModel.Length + DriverVersion.Length == 0;
}
