using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;

namespace SovereignFleet.Server.Capacity;

/// <summary>One Host as the guard sees it.</summary>
/// <param name="Fault">The sentence of a firing Condition with which it cannot serve; null: there is none.</param>
internal sealed record CountedHost(
    Guid Id, string Name, string Jurisdiction, ServiceState State, DateTimeOffset? HeardAt, bool Reserved, string? Fault = null)
{
    /// <summary>Its reservation is a command's.</summary>
    public bool HeldByCommand { get; init; }

    /// <summary>As <see cref="Fleet.Host.TargetFault"/>: whom the target sends nothing, serves nobody.</summary>
    public string? TargetFault { get; init; }

    /// <summary>The last Frame and since when its inference servers could not be read, where that is so now; else null.</summary>
    public HostHeartbeat? Unread { get; init; }
}
