using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Link.Observers;

/// <summary>What a gateway told of another Host's BMC. It says nothing of whether the Host's own agent lives.</summary>
/// <param name="Reading">Null: the BMC could not be read.</param>
/// <param name="Failure">Why not, for a person; empty where it was read.</param>
internal sealed record BmcWord(HostIdentity Host, HostIdentity Gateway, BmcReading? Reading, string Failure, DateTimeOffset At);
