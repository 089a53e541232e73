using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Capacity;

/// <summary>Reads what the guard decides on. Asks the primary only, in the caller's transaction where there is one.</summary>
internal static class PoolReader
{
    public static async Task<PoolCount?> ReadAsync(FleetDb db, string poolId, CancellationToken cancellationToken)
    {
        var pool = await db.Set<Pool>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == poolId, cancellationToken);
        if (pool is null)
        {
            return null;
        }

        var live = db.Set<CapacityReservation>().Where(reservation => reservation.ReleasedAt == null);
        var hosts = await (
            from host in db.Set<Fleet.Host>().Where(host => host.PoolId == poolId)
            join site in db.Set<Site>() on host.SiteId equals site.Id
            join pulse in db.Set<HostPulse>() on host.Id equals pulse.HostId into pulses
            from pulse in pulses.DefaultIfEmpty()
            select new CountedHost(
                host.Id, host.Name, site.Jurisdiction, host.ServiceState,
                pulse == null ? null : pulse.HeardAt,
                live.Any(reservation => reservation.HostId == host.Id)))
            .ToListAsync(cancellationToken);

        return new PoolCount
        {
            PoolId = pool.Id,
            Jurisdiction = pool.Jurisdiction,
            Required = pool.Required,
            Spare = pool.Spare,
            Hosts = hosts,
            Predictions = await live.CountAsync(reservation => reservation.Cause == ReservationCause.Prediction, cancellationToken),
            FleetSize = await db.Set<Fleet.Host>().CountAsync(cancellationToken),
        };
    }
}
