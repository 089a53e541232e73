using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Windows;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>Reads all that a Drain's next step depends on. Changes nothing.</summary>
internal sealed class DrainObserver(
    IDbContextFactory<FleetDb> contexts, DrainTargets targets, CapacityGuard guard, SiteWindows windows, PlanReader plans, Hearing hearing,
    TimeProvider time)
{
    /// <summary>Null: the claim is not valid any more.</summary>
    public async Task<DrainView?> ObserveAsync(DrainClaim claim, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var drain = await db.Drains.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == claim.DrainId && row.Epoch == claim.Epoch, cancellationToken);
        if (drain is null)
        {
            return null;
        }

        var host = await db.Hosts.AsNoTracking().SingleAsync(row => row.Id == drain.HostId, cancellationToken);
        var pool = await db.Pools.AsNoTracking().SingleAsync(row => row.Id == drain.PoolId, cancellationToken);
        var conditions = await db.Conditions.AsNoTracking()
            .Where(row => row.HostId == drain.HostId && row.State == ConditionState.Firing).ToListAsync(cancellationToken);

        var server = new TargetServer(host.TargetName ?? host.Name, pool.TargetSettings);
        var target = targets.Find(pool.Target);
        var reading = target is null
            ? TargetReading.Unknown($"pool {pool.Id} names the drain target '{pool.Target}'; there is {string.Join(", ", targets.Known)}")
            : await target.ObserveAsync(server, cancellationToken);
        // After the target's reading: quiet readings that are counted at the cordon must not be younger than it.
        var heartbeat = await db.Heartbeats.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == drain.HostId, cancellationToken);
        var now = time.GetUtcNow();
        var window = await windows.NextAsync(db, drain.SiteId, now, cancellationToken);

        return new DrainView(drain, new DrainObservation
        {
            Target = reading,
            Heartbeat = Of(heartbeat),
            Liveness = hearing.At(now).Of(heartbeat?.HeardAt),
            Guard = drain.State is DrainState.Approved or DrainState.Blocked
                ? await guard.PreviewAsync(db, drain.PoolId, drain.HostId, DrainCauses.ForGuard(drain), cancellationToken)
                : null,
            Plan = drain.State == DrainState.Working ? await plans.ReadAsync(db, drain.Id, cancellationToken) : null,
            StillCalledFor = !DrainCauses.EndsWithItsConditions(drain.Cause)
                || conditions.Any(condition => condition.Drain != DrainAdvice.None),
            ApprovedByPolicy = pool.AutomaticApproval && drain.Urgent,
            WindowOpen = window is null || window.Contains(now),
            NextWindow = window?.Start,
            LeftPool = host.PoolId == drain.PoolId ? null : $"the host is in {host.PoolId ?? "no pool"} now, not in {drain.PoolId}",
            NotRepaired = RepairProof.Missing(drain, heartbeat, conditions, now),
        }, target, server);
    }

    private static HeartbeatReading Of(HostHeartbeat? heartbeat) => heartbeat is null
        ? HeartbeatReading.Never
        : new HeartbeatReading(heartbeat.HeardAt, heartbeat.InFlight, heartbeat.Queued, heartbeat.QuietReadings, heartbeat.QuietSince);
}
