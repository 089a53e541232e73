using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>All rows that change when a Drain moves, in the caller's transaction: the Drain, its Host's service state, the
/// reservation, its plan's steps, its history and the Journal.</summary>
internal sealed class DrainMoves(PlanSteps plan, CapacityGuard guard, TimeProvider time)
{
    public async Task ApplyAsync(
        FleetDb db, Drain drain, DrainDecision decision, DrainObservation observed, CancellationToken cancellationToken)
    {
        drain.WaitingFor = decision.Sentence;
        if (decision.Work == WorkAct.Climb)
        {
            await plan.ClimbAsync(db, drain, drain.State, decision, cancellationToken);
        }
        else if (observed.Plan is { } seen)
        {
            await plan.ActAsync(db, drain, decision, seen, cancellationToken);
        }

        if (drain.State == decision.State)
        {
            return;
        }

        var (from, since) = (drain.State, drain.StateSince);
        var now = time.GetUtcNow();
        (drain.State, drain.StateSince, drain.Intent) = (decision.State, now, null);
        await EnterAsync(db, drain, from, observed, now, cancellationToken);
        // Some faults say nothing when they are mended: the proven repair says it for them.
        if (from == DrainState.Validating && drain is { State: DrainState.Returning, CancelRequested: false })
        {
            var gpus = await RepairedParts.TellAsync(db, drain, now, cancellationToken);
            await Repairs.ResolveAsync(db, drain.HostId, repairedAt: since, gpus, drain.RepairedBy ?? "system", now, cancellationToken);
        }

        DrainHistory.Moved(
            db, drain, from, Actor(drain, from, observed.Plan?.Step), decision.Sentence, $"{from} -> {drain.State}: {decision.Sentence}", now);
    }

    private async Task EnterAsync(
        FleetDb db, Drain drain, DrainState from, DrainObservation observed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (drain.State)
        {
            case DrainState.Approved when from == DrainState.Proposed:
                drain.ApprovedBy ??= DrainMachine.Policy;
                break;
            case DrainState.Reserved when from is DrainState.Approved or DrainState.Blocked:
                var patience = await db.Pools.Where(pool => pool.Id == drain.PoolId)
                    .Select(pool => pool.DrainDeadline).SingleAsync(cancellationToken);
                (drain.Deadline, drain.ResumeState) = (now + patience, null);
                break;
            case DrainState.Reserved:
                drain.CordonedAt = null;
                break;
            case DrainState.Blocked:
                drain.ResumeState = DrainState.Approved;
                await guard.ReleaseAsync(db, drain.Id, cancellationToken);
                await GivenBackAsync(db, drain, observed, cancellationToken);
                break;
            case DrainState.Cordoned:
                (drain.CordonedAt, drain.QuietAtCordon, drain.OverrideBy) = (now, observed.Heartbeat.QuietReadings, null);
                drain.FoundDrained ??= Found.Look(drain, observed.Target);
                await SetServiceAsync(db, drain, ServiceState.Draining, cancellationToken);
                break;
            case DrainState.Overdue:
                drain.ResumeState = from;
                break;
            case DrainState.Empty:
                await SetServiceAsync(db, drain, ServiceState.InRepair, cancellationToken);
                break;
            case DrainState.Validating when drain.CancelRequested:
                // Whoever was called is called off now, not when the host has proven itself.
                await plan.EndAsync(db, drain, cancellationToken);
                break;
            case DrainState.Closed or DrainState.Cancelled or DrainState.Failed:
                await EndAsync(db, drain, observed, cancellationToken);
                break;
        }
    }

    private async Task EndAsync(FleetDb db, Drain drain, DrainObservation observed, CancellationToken cancellationToken)
    {
        await guard.ReleaseAsync(db, drain.Id, cancellationToken);
        await BackAsync(db, drain, observed, cancellationToken);
        await plan.EndAsync(db, drain, cancellationToken);
    }

    /// <summary>It waits again, and what it had changed is undone: as if it had never begun.</summary>
    private static async Task GivenBackAsync(FleetDb db, Drain drain, DrainObservation observed, CancellationToken cancellationToken)
    {
        await BackAsync(db, drain, observed, cancellationToken);
        (drain.FoundDrained, drain.Touched, drain.CordonedAt, drain.Deadline, drain.OverrideBy) =
            (null, null, null, null, drain.Cause == DrainCause.Prediction ? drain.OverrideBy : null);
    }

    private static async Task BackAsync(FleetDb db, Drain drain, DrainObservation observed, CancellationToken cancellationToken)
    {
        if (drain.FoundDrained is null)
        {
            return;
        }

        // What somebody else drained still gets no requests: it must not count as available. Nor what the target holds for down.
        var back = drain.State != DrainState.Failed && Found.Read(drain).Count == 0 && observed.Target.Theirs.Count == 0;
        var (state, fault) = (back ? ServiceState.InService : ServiceState.Out, observed.Target.Fault);
        await db.Hosts.Where(host => host.Id == drain.HostId).ExecuteUpdateAsync(
            set => set.SetProperty(host => host.ServiceState, state).SetProperty(host => host.TargetFault, fault), cancellationToken);
    }

    /// <summary>From the first command on the Host may get nothing: it neither counts nor changes its Pool.</summary>
    /// <returns>False: it is in another Pool.</returns>
    public static async Task<bool> LeaveServiceAsync(FleetDb db, Drain drain, CancellationToken cancellationToken) =>
        await db.Hosts.Where(host => host.Id == drain.HostId && host.PoolId == drain.PoolId).ExecuteUpdateAsync(
            set => set.SetProperty(host => host.ServiceState,
                host => host.ServiceState == ServiceState.InService ? ServiceState.Draining : host.ServiceState), cancellationToken) > 0;

    private static async Task SetServiceAsync(FleetDb db, Drain drain, ServiceState state, CancellationToken cancellationToken) =>
        await db.Hosts.Where(host => host.Id == drain.HostId)
            .ExecuteUpdateAsync(set => set.SetProperty(host => host.ServiceState, state), cancellationToken);

    /// <param name="last">The work that ended the plan.</param>
    private static string Actor(Drain drain, DrainState from, WorkStep? last) => drain switch
    {
        { State: DrainState.Approved } when from == DrainState.Proposed => DrainMachine.Policy,
        { State: DrainState.Cancelled, CancelledBy: { } person } => person,
        { State: DrainState.Validating } when last is not null => last.DoneBy ?? "system",
        { State: DrainState.Validating, RepairedBy: { } person } => person,
        _ => "system",
    };
}
