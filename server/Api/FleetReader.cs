using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Drains;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Maintenance;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Tickets;

namespace SovereignFleet.Server.Api;

/// <summary>Reads the fleet in a handful of queries whatever its size.</summary>
internal static class FleetReader
{
    public static async Task<FleetRecords> ReadAsync(FleetDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reservations = await db.Set<CapacityReservation>().AsNoTracking().Where(reservation => reservation.ReleasedAt == null).ToListAsync(cancellationToken);
        var drains = await db.Set<Drain>().AsNoTracking().Where(drain => !DrainMachine.Final.Contains(drain.State)).ToListAsync(cancellationToken);
        return new FleetRecords
        {
            At = now,
            Sites = await db.Set<Site>().AsNoTracking().OrderBy(site => site.Id).ToListAsync(cancellationToken),
            Windows = (await db.Set<MaintenanceWindow>().AsNoTracking().ToListAsync(cancellationToken)).ToLookup(window => window.SiteId),
            Pools = await db.Set<Pool>().AsNoTracking().OrderBy(pool => pool.Id).ToListAsync(cancellationToken),
            Hosts = await db.Set<Fleet.Host>().AsNoTracking().OrderBy(host => host.Name).ToListAsync(cancellationToken),
            Gpus = (await db.Set<Gpu>().AsNoTracking().Where(gpu => gpu.RemovedAt == null).OrderBy(gpu => gpu.Index).ToListAsync(cancellationToken)).ToLookup(gpu => gpu.HostId),
            Pulses = await db.Set<HostPulse>().AsNoTracking().ToDictionaryAsync(pulse => pulse.HostId, cancellationToken),
            Conditions = (await db.Set<Condition>().AsNoTracking().Where(condition => condition.State == ConditionState.Firing).ToListAsync(cancellationToken)).ToLookup(condition => condition.HostId),
            Risks = await db.Set<Risk>().AsNoTracking().ToDictionaryAsync(risk => risk.GpuUuid, cancellationToken),
            Drains = drains.DistinctBy(drain => drain.HostId).ToDictionary(drain => drain.HostId),
            Reserved = reservations.Select(reservation => reservation.HostId).ToHashSet(),
            PredictionsReserved = reservations.Count(reservation => reservation.Cause == ReservationCause.Prediction),
            TicketsOpen = await db.Set<Ticket>().Where(ticket => ticket.State == TicketState.Pending || ticket.State == TicketState.Sent)
                .GroupBy(ticket => ticket.SiteId).ToDictionaryAsync(ofSite => ofSite.Key, ofSite => ofSite.Count(), cancellationToken),
        };
    }
}
