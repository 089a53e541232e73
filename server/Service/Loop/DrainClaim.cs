namespace SovereignFleet.Server.Service.Loop;

/// <summary>A worker's right to move a Drain, until the lease ends or a newer claim raises the epoch.</summary>
internal sealed record DrainClaim(Guid DrainId, int Epoch);
