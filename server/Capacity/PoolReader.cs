using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Capacity;

/// <summary>Reads what the guard decides on. Asks the primary only, in the caller's transaction where there is one.</summary>
internal static class PoolReader
{
    public static async Task<PoolCount?> ReadAsync(FleetDb db, string poolId, CancellationToken cancellationToken)
    {
        var pool = await db.Pools.AsNoTracking().SingleOrDefaultAsync(row => row.Id == poolId, cancellationToken);
        if (pool is null)
        {
            return null;
        }

        var live = db.CapacityReservations.Where(reservation => reservation.ReleasedAt == null);
        var hosts = await (
            from host in db.Hosts.Where(host => host.PoolId == poolId)
            join site in db.Sites on host.SiteId equals site.Id
            join heartbeat in db.Heartbeats on host.Id equals heartbeat.HostId into heartbeats
            from heartbeat in heartbeats.DefaultIfEmpty()
            select new CountedHost(
                host.Id, host.Name, site.Jurisdiction, host.ServiceState,
                heartbeat == null ? null : heartbeat.HeardAt,
                live.Any(reservation => reservation.HostId == host.Id),
                db.Conditions.Where(condition => condition.HostId == host.Id && condition.State == ConditionState.Firing && FaultCatalog.EndsService.Contains(condition.Code))
                    .OrderBy(condition => condition.FiredAt).Select(condition => condition.Sentence).FirstOrDefault()))
            .ToListAsync(cancellationToken);

        return new PoolCount
        {
            PoolId = pool.Id,
            Jurisdiction = pool.Jurisdiction,
            Required = pool.Required,
            Spare = pool.Spare,
            Hosts = hosts,
            Predictions = await live.CountAsync(reservation => reservation.Cause == ReservationCause.Prediction, cancellationToken),
            FleetSize = await db.Hosts.CountAsync(cancellationToken),
        };
    }
}
