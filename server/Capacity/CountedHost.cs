using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Capacity;

/// <summary>One Host as the guard sees it.</summary>
internal sealed record CountedHost(
    Guid Id, string Name, string Jurisdiction, ServiceState State, DateTimeOffset? HeardAt, bool Reserved);
