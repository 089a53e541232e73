using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Capacity;

/// <summary>One Host as the guard sees it.</summary>
/// <param name="Fault">The sentence of a firing Condition with which it cannot serve; null: there is none.</param>
internal sealed record CountedHost(
    Guid Id, string Name, string Jurisdiction, ServiceState State, DateTimeOffset? HeardAt, bool Reserved, string? Fault = null);
