using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>Is told of every move of a Drain inside the transaction that makes it: what it writes through the context commits
/// with the move or not at all. Implemented further down the flow (Tickets); Drains knows only this.</summary>
internal interface IDrainFollower
{
    Task MovedAsync(Drain drain, DrainState from, FleetDb db, CancellationToken cancellationToken);
}
