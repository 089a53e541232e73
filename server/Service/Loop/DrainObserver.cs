using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Proposals;
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
        return drain is null ? null : await ObserveAsync(db, drain, cancellationToken);
    }

    private async Task<DrainView> ObserveAsync(FleetDb db, Drain drain, CancellationToken cancellationToken)
    {
        var host = await db.HostsEver.AsNoTracking().SingleAsync(row => row.Id == drain.HostId, cancellationToken);
        var pool = await db.PoolsEver.AsNoTracking().SingleAsync(row => row.Id == drain.PoolId, cancellationToken);
        var conditions = await db.Conditions.AsNoTracking()
            .Where(row => row.HostId == drain.HostId && row.State == ConditionState.Firing).ToListAsync(cancellationToken);

        var server = new TargetServer(host.TargetName ?? host.Name, pool.TargetSettings);
        var target = targets.Find(pool.Target);
        var former = Former(drain, pool.Target, server);
        var (reading, elsewhere) = await LookAsync(pool, target, server, former, cancellationToken);
        // After the target's reading: quiet readings that are counted at the cordon must not be younger than it.
        var heartbeat = await db.Heartbeats.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == drain.HostId, cancellationToken);
        var now = time.GetUtcNow();
        // What is not to begin before a time waits for the Window of that time.
        var window = await windows.LookAsync(db, drain.SiteId, drain.NotBefore > now ? drain.NotBefore.Value : now, cancellationToken);

        var missing = RepairProof.Missing(drain, heartbeat, conditions, reading.RunsTheWork, now);

        return new DrainView(drain, new DrainObservation
        {
            Target = reading,
            Former = elsewhere.Endpoints.Count == 0 ? null : elsewhere,
            Heartbeat = HeartbeatReading.Of(heartbeat),
            Liveness = hearing.At(now).Of(heartbeat?.HeardAt),
            Guard = drain.State is DrainState.Approved or DrainState.Blocked or DrainState.Reserved or DrainState.Cordoned or DrainState.Draining or DrainState.Overdue
                ? await guard.PreviewAsync(db, drain.PoolId, drain.HostId, DrainCauses.ForGuard(drain), cancellationToken)
                : null,
            Plan = drain.State == DrainState.Working ? await plans.ReadAsync(db, drain.Id, cancellationToken) : null,
            Ladder = await plans.Ladder.ReadAsync(db, drain, host, pool, conditions, heartbeat?.HeardAt, missing, cancellationToken),
            StillCalledFor = !DrainCauses.EndsWithItsConditions(drain.Cause)
                || conditions.Any(condition => condition.Drain != DrainAdvice.None),
            ApprovedByPolicy = pool.AutomaticApproval && drain.Urgent && !await PersonsNo.HoldsAsync(db, drain, conditions, cancellationToken),
            WindowOpen = window.IsOpen(now),
            NextWindow = window.Opens,
            WindowName = window.Name,
            AtOnce = window.AtOnce,
            PlannedOut = window.AtOnce is null ? 0 : await PlannedOut.CountAsync(db, drain, cancellationToken),
            LeftPool = host.PoolId == drain.PoolId ? null : $"the host is in {host.PoolId ?? "no pool"} now, not in {drain.PoolId}",
            NotRepaired = missing,
        }, target, server, former);
    }

    /// <summary>All places at once: one that hangs takes no time from the others.</summary>
    private async Task<(TargetReading Now, TargetReading Elsewhere)> LookAsync(
        Pool pool, IDrainTarget? target, TargetServer server, List<(IDrainTarget Target, TargetServer Server)> former, CancellationToken cancellationToken)
    {
        var formerReadings = Task.WhenAll(former.Select(place => place.Target.ObserveAsync(place.Server, cancellationToken)));
        var reading = target is null
            ? TargetReading.Unknown($"pool {pool.Id} names the drain target '{pool.Target}'; there is {string.Join(", ", targets.Known)}")
            : await target.ObserveAsync(server, cancellationToken);
        return (reading, new TargetReading([.. (await formerReadings).SelectMany(one => one.Endpoints)]).Without(reading));
    }

    /// <summary>Where the Drain took its Host out by other settings than the Pool's of now.</summary>
    private List<(IDrainTarget Target, TargetServer Server)> Former(Drain drain, string targetName, TargetServer server)
    {
        var now = new TouchedPlace(targetName, server.Name, server.Settings);
        return [.. from place in TouchedPlace.Read(drain)
                   where place != now && targets.Find(place.Target) is not null
                   select (targets.Find(place.Target)!, new TargetServer(place.Server, place.Settings))];
    }
}
