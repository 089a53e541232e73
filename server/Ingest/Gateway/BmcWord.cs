namespace SovereignFleet.Server.Ingest.Gateway;

/// <summary>A BMC reading that came by a gateway. It says nothing of whether the Host's own agent lives.</summary>
/// <param name="Bmc">A Frame with a BMC reading alone (protobuf bytes), as in <see cref="Pulse"/>.</param>
internal sealed record BmcWord(Guid HostId, byte[] Bmc, DateTimeOffset At);
