namespace SovereignFleet.Server.Capacity;

/// <summary>Who asks for which Host, and why.</summary>
/// <param name="HolderId">The Drain or the command that it is for.</param>
internal sealed record ReservationRequest(string PoolId, Guid HostId, Guid HolderId, ReservationCause Cause)
{
    /// <summary>Of a command: the reservation's end, at the latest.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of a command: two persons want it though the Pool cannot spare the Host.</summary>
    public bool Forced { get; init; }
}
