using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Commands;
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
        var hosts = await db.Hosts.AsNoTracking().OrderBy(host => host.Name).ToListAsync(cancellationToken);
        var alerts = await db.Alerts.AsNoTracking().Where(alert => alert.EndedAt == null).ToListAsync(cancellationToken);
        var works = await db.WorkSteps.AsNoTracking().Where(step => live.Contains(step.DrainId) && step.State != WorkStepState.Proven && step.State != WorkStepState.PassedOver).ToListAsync(cancellationToken);
        return new FleetRecords
        {
            At = liveness.Now,
            Liveness = liveness,
            Sites = await db.Sites.AsNoTracking().OrderBy(site => site.Id).ToListAsync(cancellationToken),
            Windows = (await db.MaintenanceWindows.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(window => window.SiteId),
            Blackouts = await db.Blackouts.AsNoTracking().Where(blackout => blackout.EndsAt > liveness.Now).ToListAsync(cancellationToken),
            Pools = await db.Pools.AsNoTracking().OrderBy(pool => pool.Id).ToListAsync(cancellationToken),
            Hosts = hosts,
            FormerHosts = await FormerAsync(db, hosts, alerts, cancellationToken),
            Gpus = (await db.Gpus.AsNoTracking().Where(gpu => gpu.RemovedAt == null).OrderBy(gpu => gpu.Index).ToListAsync(cancellationToken)).ToLookup(gpu => gpu.HostId),
            Heartbeats = await db.Heartbeats.AsNoTracking().ToDictionaryAsync(heartbeat => heartbeat.HostId, cancellationToken),
            Conditions = (await db.Conditions.AsNoTracking().Where(condition => condition.State == ConditionState.Firing).ToListAsync(cancellationToken)).ToLookup(condition => condition.HostId),
            Risks = await db.Risks.AsNoTracking().ToDictionaryAsync(risk => new HostGpu(risk.HostId, risk.GpuUuid), cancellationToken),
            Drains = drains.DistinctBy(drain => drain.HostId).ToDictionary(drain => drain.HostId),
            WorkAtHand = works.OrderBy(step => step.Ordinal).DistinctBy(step => step.DrainId).ToDictionary(step => step.DrainId),
            Alerts = alerts,
            WaitingCommands = (await db.AgentCommands.AsNoTracking().Where(command => command.State == CommandState.Waiting && command.ExpiresAt > liveness.Now)
                .OrderBy(command => command.CreatedAt).ToListAsync(cancellationToken)).ToLookup(command => command.HostId),
            Reserved = reservations.Select(reservation => reservation.HostId).ToHashSet(),
            HeldByCommands = reservations.Where(reservation => reservation.Cause == ReservationCause.Command).Select(reservation => reservation.HostId).ToHashSet(),
            PredictionsReserved = reservations.Count(reservation => reservation.Cause == ReservationCause.Prediction),
            TicketsOpen = await db.Tickets.Where(ticket => ticket.State == TicketState.Pending || ticket.State == TicketState.Sent || ticket.State == TicketState.Closing)
                .GroupBy(ticket => ticket.SiteId).ToDictionaryAsync(ofSite => ofSite.Key, ofSite => ofSite.Count(), cancellationToken),
        };
    }

    /// <summary>Mostly none, and then nothing is asked.</summary>
    private static async Task<IReadOnlyList<Fleet.Host>> FormerAsync(FleetDb db, List<Fleet.Host> hosts, List<Alert> open, CancellationToken cancellationToken)
    {
        var gone = open.Select(alert => alert.HostId).OfType<Guid>().Except(hosts.Select(host => host.Id)).ToList();
        return gone.Count == 0 ? [] : await db.HostsEver.AsNoTracking().Where(host => gone.Contains(host.Id)).ToListAsync(cancellationToken);
    }
}
