using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Windows;
using SovereignFleet.Server.Work.RemoteHands;

namespace SovereignFleet.Server.Overview;

/// <summary>Reads the fleet in a handful of queries whatever its size.</summary>
internal static class FleetReader
{
    public static async Task<FleetRecords> ReadAsync(FleetDb db, LivenessAt liveness, CancellationToken cancellationToken)
    {
        var reservations = await db.CapacityReservations.AsNoTracking().Where(reservation => reservation.ReleasedAt == null).ToListAsync(cancellationToken);
        var drains = await db.Drains.AsNoTracking().Where(drain => !DrainMachine.Final.Contains(drain.State)).ToListAsync(cancellationToken);
        var live = drains.ConvertAll(drain => drain.Id);
        var works = await db.WorkSteps.AsNoTracking().Where(step => live.Contains(step.DrainId) && step.State != WorkStepState.Proven && step.State != WorkStepState.PassedOver).ToListAsync(cancellationToken);
        return new FleetRecords
        {
            At = liveness.Now,
            Liveness = liveness,
            Sites = await db.Sites.AsNoTracking().OrderBy(site => site.Id).ToListAsync(cancellationToken),
            Windows = (await db.MaintenanceWindows.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(window => window.SiteId),
            Pools = await db.Pools.AsNoTracking().OrderBy(pool => pool.Id).ToListAsync(cancellationToken),
            Hosts = await db.Hosts.AsNoTracking().OrderBy(host => host.Name).ToListAsync(cancellationToken),
            Gpus = (await db.Gpus.AsNoTracking().Where(gpu => gpu.RemovedAt == null).OrderBy(gpu => gpu.Index).ToListAsync(cancellationToken)).ToLookup(gpu => gpu.HostId),
            Heartbeats = await db.Heartbeats.AsNoTracking().ToDictionaryAsync(heartbeat => heartbeat.HostId, cancellationToken),
            Conditions = (await db.Conditions.AsNoTracking().Where(condition => condition.State == ConditionState.Firing).ToListAsync(cancellationToken)).ToLookup(condition => condition.HostId),
            Risks = await db.Risks.AsNoTracking().ToDictionaryAsync(risk => new HostGpu(risk.HostId, risk.GpuUuid), cancellationToken),
            Drains = drains.DistinctBy(drain => drain.HostId).ToDictionary(drain => drain.HostId),
            WorkAtHand = works.OrderBy(step => step.Ordinal).DistinctBy(step => step.DrainId).ToDictionary(step => step.DrainId),
            Alerts = await db.Alerts.AsNoTracking().Where(alert => alert.EndedAt == null).ToListAsync(cancellationToken),
            Reserved = reservations.Select(reservation => reservation.HostId).ToHashSet(),
            HeldByCommands = reservations.Where(reservation => reservation.Cause == ReservationCause.Command).Select(reservation => reservation.HostId).ToHashSet(),
            PredictionsReserved = reservations.Count(reservation => reservation.Cause == ReservationCause.Prediction),
            TicketsOpen = await db.Tickets.Where(ticket => ticket.State == TicketState.Pending || ticket.State == TicketState.Sent || ticket.State == TicketState.Closing)
                .GroupBy(ticket => ticket.SiteId).ToDictionaryAsync(ofSite => ofSite.Key, ofSite => ofSite.Count(), cancellationToken),
        };
    }
}
