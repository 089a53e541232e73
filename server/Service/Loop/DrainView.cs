using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>A Drain, where its effects go, and what is true of it now.</summary>
/// <param name="Target">Null: the Pool names a target that this server does not know.</param>
internal sealed record DrainView(Drain Drain, DrainObservation Observed, IDrainTarget? Target, TargetServer Server);
