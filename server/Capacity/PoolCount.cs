namespace SovereignFleet.Server.Capacity;

/// <summary>What the guard decides on: the Pool, its Hosts and the predictions' drains of the whole fleet, at one instant.</summary>
internal sealed record PoolCount
{
    public required string PoolId { get; init; }
    public required string Jurisdiction { get; init; }
    public required int Required { get; init; }
    public required int Spare { get; init; }
    public required IReadOnlyList<CountedHost> Hosts { get; init; }
    /// <summary>Live reservations with <see cref="ReservationCause.Prediction"/>, of all Pools.</summary>
    public required int Predictions { get; init; }
    /// <summary>Hosts of all Pools.</summary>
    public required int FleetSize { get; init; }
}
