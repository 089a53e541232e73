namespace SovereignFleet.Server.Capacity;

/// <summary>Who asks for which Host, and why.</summary>
/// <param name="HolderId">The Drain that gives it back.</param>
internal sealed record ReservationRequest(string PoolId, Guid HostId, Guid HolderId, ReservationCause Cause);
