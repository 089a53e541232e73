using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>A Drain, where its effects go, and what is true of it now.</summary>
/// <param name="Target">Null: the Pool names a target that this server does not know.</param>
/// <param name="Former">Where else the Host was taken out, which the Pool's settings do not name any more.</param>
internal sealed record DrainView(
    Drain Drain, DrainObservation Observed, IDrainTarget? Target, TargetServer Server, IReadOnlyList<(IDrainTarget Target, TargetServer Server)> Former);
