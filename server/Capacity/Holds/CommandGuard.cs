using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Capacity.Holds;

/// <summary>The guard as commands ask it: a hold is a reservation that ends by itself.</summary>
internal sealed class CommandGuard(CapacityGuard guard) : ICommandGuard
{
    public async Task<GuardWord> ReserveAsync(
        FleetDb db, Fleet.Host host, Guid commandId, DateTimeOffset answerBy, bool forced, CancellationToken cancellationToken)
    {
        var verdict = await guard.TryReserveAsync(
            db,
            new ReservationRequest(PoolOf(host), host.Id, commandId, ReservationCause.Command) { Until = answerBy + CommandHold.Return, Forced = forced },
            cancellationToken);
        return new GuardWord(verdict.Allowed, verdict.Sentence, MayBeForced: !verdict.IsHeld);
    }

    public async Task<Wire.GuardVerdict> PreviewAsync(FleetDb db, Fleet.Host host, SiteScope scope, CancellationToken cancellationToken)
    {
        var pool = PoolOf(host);
        var verdict = await guard.PreviewAsync(db, pool, host.Id, ReservationCause.Command, cancellationToken);
        var namesHosts = scope.IsAll || !await db.Hosts.AnyAsync(row => row.PoolId == pool && row.SiteId != scope.SiteId, cancellationToken);
        return verdict.ToWire(namesHosts);
    }

    private static string PoolOf(Fleet.Host host) => host.PoolId ?? throw new ArgumentException($"{host.Name} is in no pool.", nameof(host));
}
