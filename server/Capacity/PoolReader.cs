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
    /// <returns>Null: there is no such Pool.</returns>
    public static async Task<PoolCount?> ReadAsync(FleetDb db, string poolId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await ReadAsync(db, db.Pools.Where(row => row.Id == poolId), now, cancellationToken)).SingleOrDefault();

    /// <summary>By name.</summary>
    public static Task<IReadOnlyList<PoolCount>> ReadAllAsync(FleetDb db, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(db, db.Pools, now, cancellationToken);

    private static async Task<IReadOnlyList<PoolCount>> ReadAsync(FleetDb db, IQueryable<Pool> which, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pools = await which.AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancellationToken);
        if (pools.Count == 0)
        {
            return [];
        }

        var live = db.CapacityReservations.Where(reservation => reservation.ReleasedAt == null && (reservation.Until == null || reservation.Until > now));
        var hosts = await HostsAsync(db, live, pools.ConvertAll(pool => pool.Id), cancellationToken);
        var predictions = await live.CountAsync(reservation => reservation.Cause == ReservationCause.Prediction, cancellationToken);
        var fleetSize = await db.Hosts.CountAsync(cancellationToken);
        return pools.ConvertAll(pool => new PoolCount
        {
            PoolId = pool.Id,
            Jurisdiction = pool.Jurisdiction,
            Required = pool.Required,
            Spare = pool.Spare,
            Hosts = [.. hosts[pool.Id]],
            Predictions = predictions,
            FleetSize = fleetSize,
        });
    }

    private static async Task<ILookup<string, CountedHost>> HostsAsync(
        FleetDb db, IQueryable<CapacityReservation> live, List<string> ids, CancellationToken cancellationToken)
    {
        return (await (
            from host in db.Hosts.Where(host => ids.Contains(host.PoolId!))
            join site in db.Sites on host.SiteId equals site.Id
            join heartbeat in db.Heartbeats on host.Id equals heartbeat.HostId into heartbeats
            from heartbeat in heartbeats.DefaultIfEmpty()
            select new
            {
                PoolId = host.PoolId!,
                Counted = new CountedHost(
                    host.Id, host.Name, site.Jurisdiction, host.ServiceState,
                    heartbeat == null ? null : heartbeat.HeardAt,
                    live.Any(reservation => reservation.HostId == host.Id),
                    db.Conditions.Where(condition => condition.HostId == host.Id && condition.State == ConditionState.Firing && FaultCatalog.EndsService.Contains(condition.Code))
                        .OrderBy(condition => condition.FiredAt).Select(condition => condition.Sentence).FirstOrDefault())
                {
                    HeldByCommand = live.Any(reservation => reservation.HostId == host.Id && reservation.Cause == ReservationCause.Command),
                    TargetFault = host.TargetFault,
                    // A Frame is large, and only of a Host whose servers do not answer it is read.
                    Unread = heartbeat != null && heartbeat.UnreadSince != null
                        ? new HostHeartbeat { HostId = host.Id, UnreadSince = heartbeat.UnreadSince, Frame = heartbeat.Frame }
                        : null,
                },
            }).ToListAsync(cancellationToken)).ToLookup(row => row.PoolId, row => row.Counted);
    }
}
