using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>Makes a decision true: commit the intent, have the effect, commit the outcome. Every commit is fenced: who has lost
/// the claim writes nothing and touches nothing.</summary>
internal sealed class DrainActor(IDbContextFactory<FleetDb> contexts, CapacityGuard guard, DrainMoves moves, DrainLooks looks, TimeProvider time)
{
    /// <summary>How soon a Drain that only waits is looked at again.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    public async Task ActAsync(DrainClaim claim, DrainView view, DrainDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Effect == DrainEffect.None)
        {
            await SettleAsync(claim, view, decision, cancellationToken);
        }
        else
        {
            await EffectAsync(claim, view, decision, cancellationToken);
        }
    }

    private async Task SettleAsync(DrainClaim claim, DrainView view, DrainDecision decision, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, claim, cancellationToken) is not { } drain)
        {
            return;
        }

        var now = time.GetUtcNow();
        drain.LeaseUntil = null;
        if (drain.Version != view.Drain.Version)
        {
            // A person approved, cancelled or reported meanwhile: what was decided is about a Drain that is no more.
            drain.WakeAt = now;
        }
        else
        {
            var verdict = view.Observed.Guard;
            if (decision.State == DrainState.Reserved && drain.State is DrainState.Approved or DrainState.Blocked)
            {
                (decision, verdict) = await ReserveAsync(db, drain, view.Observed, decision, cancellationToken);
            }

            drain.Guard = verdict?.ToJson() ?? drain.Guard;
            await looks.KeepAsync(db, drain, view.Observed, decision, cancellationToken);
            drain.WakeAt = drain.State == decision.State && decision.Work == WorkAct.None ? now + Glance : now;
            await moves.ApplyAsync(db, drain, decision, view.Observed, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<(DrainDecision, GuardVerdict?)> ReserveAsync(
        FleetDb db, Drain drain, DrainObservation observed, DrainDecision decision, CancellationToken cancellationToken)
    {
        if (!drain.Urgent && observed.AtOnce is { } most && await PlannedOut.CountLockedAsync(db, drain, cancellationToken) is var planned && planned >= most)
        {
            return (new DrainDecision(DrainState.Approved, DrainEffect.None, DrainMachine.AtOnceSentence(planned, most)), observed.Guard);
        }

        // The preview said yes; only the count under the Pool's lock decides.
        var verdict = await guard.TryReserveAsync(
            db, new ReservationRequest(drain.PoolId, drain.HostId, drain.Id, DrainCauses.ForGuard(drain)), cancellationToken);
        return verdict.Allowed
            ? (decision with { Sentence = verdict.Sentence }, verdict)
            : (new DrainDecision(DrainState.Blocked, DrainEffect.None, verdict.Sentence), verdict);
    }

    private async Task EffectAsync(DrainClaim claim, DrainView view, DrainDecision decision, CancellationToken cancellationToken)
    {
        if (view.Target is not { } target || !await IntendAsync(claim, view, decision, cancellationToken))
        {
            return;
        }

        var fault = decision.Effect switch
        {
            DrainEffect.Cordon => await target.CordonAsync(view.Server, cancellationToken),
            DrainEffect.Close => await target.CloseAsync(view.Server, Found.Read(view.Drain), cancellationToken),
            DrainEffect.Uncordon => await UncordonAsync(target, view, cancellationToken),
            var unknown => throw new InvalidOperationException($"{unknown} is no effect on a target."),
        };
        fault ??= await UnconfirmedAsync(target, view, decision.Effect, cancellationToken);
        if (!await ConcludeAsync(claim, target.Name, decision, fault, cancellationToken))
        {
            await TakeBackAsync(claim.DrainId, target, view.Server, decision.Effect, cancellationToken);
        }
    }

    /// <summary>Everywhere at once: one that hangs must not use up the lease of the others. What the Pool's settings do not name any more is
    /// given back as far as it answers; the next look tells what did not.</summary>
    private static async Task<string?> UncordonAsync(IDrainTarget target, DrainView view, CancellationToken cancellationToken)
    {
        var leave = Found.Read(view.Drain);
        var former = Task.WhenAll(view.Former.Select(place => place.Target.UncordonAsync(place.Server, leave, cancellationToken)));
        var fault = await target.UncordonAsync(view.Server, leave, cancellationToken);
        await former;
        return fault;
    }

    // A command that was taken is not yet obeyed: a server that tracks another one keeps that one's state.
    private static async Task<string?> UnconfirmedAsync(IDrainTarget target, DrainView view, DrainEffect effect, CancellationToken cancellationToken)
    {
        var after = await target.ObserveAsync(view.Server, cancellationToken);
        var done = effect switch
        {
            DrainEffect.Cordon => after.State == EndpointState.Drained,
            DrainEffect.Close => !after.KeepsClients(Found.Read(view.Drain)),
            _ => after.IsBack(Found.Read(view.Drain)),
        };
        return done ? null : $"it took the command, and yet {after.Sentence}";
    }

    /// <summary>The claim was lost while the effect was under way: this worker was held up. No target knows our epochs, so the effect is
    /// there. A live Drain finds it with its next look; for one that has ended nobody looks, and the Host would stay out.</summary>
    private async Task TakeBackAsync(Guid drainId, IDrainTarget target, TargetServer server, DrainEffect effect, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var drain = await db.Drains.AsNoTracking().SingleAsync(row => row.Id == drainId, cancellationToken);
        if (effect == DrainEffect.Uncordon || !DrainMachine.Final.Contains(drain.State))
        {
            return;
        }

        var fault = await target.UncordonAsync(server, Found.Read(drain), cancellationToken);
        DrainHistory.Told(db, drain, JournalKinds.DrainEffect, "system",
            $"{target.Name}: a worker that was held up took the host out after the drain had ended; {fault ?? "undone"}", time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<bool> IntendAsync(DrainClaim claim, DrainView view, DrainDecision decision, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, claim, cancellationToken) is not { } drain)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var current = drain.Version == view.Drain.Version
            && (decision.Effect != DrainEffect.Cordon || await DrainMoves.LeaveServiceAsync(db, drain, cancellationToken));
        if (current)
        {
            // What failed before says why until it is done.
            if (drain.Intent != decision.Effect.ToString())
            {
                (drain.Intent, drain.WaitingFor) = (decision.Effect.ToString(), decision.Sentence);
            }
            // The lease is the effect's: looking may have taken its time.
            drain.LeaseUntil = now + DrainClaims.Lease;
            await looks.KeepAsync(db, drain, view.Observed, decision, cancellationToken);
            if (decision.Effect == DrainEffect.Cordon)
            {
                drain.FoundDrained = Found.Look(drain, view.Observed.Target);
                drain.Touched = TouchedPlace.With(drain, new TouchedPlace(view.Target!.Name, view.Server.Name, view.Server.Settings));
            }
        }
        else
        {
            (drain.LeaseUntil, drain.WakeAt) = (null, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return current;
    }

    /// <returns>False: the claim was lost.</returns>
    private async Task<bool> ConcludeAsync(
        DrainClaim claim, string target, DrainDecision decision, string? fault, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, claim, cancellationToken) is not { } drain)
        {
            return false;
        }

        var now = time.GetUtcNow();
        (drain.LeaseUntil, drain.WakeAt) = (null, fault is null ? now : now + Glance);
        if (fault is null)
        {
            // Where it failed, the intent stays: the next step observes and, where needed, has the effect again.
            drain.Intent = null;
            // What is undone again and again was told when it became a fight.
            if (!Undoings.IsFight(drain, now))
            {
                DrainHistory.Told(db, drain, JournalKinds.DrainEffect, "system", $"{target}: {decision.Effect} done", now);
            }
        }
        else
        {
            var again = $"{target}: {decision.Effect} is tried again: ";
            // It may have been done in part: told once, not each second with another number in it.
            if (!drain.WaitingFor.StartsWith(again, StringComparison.Ordinal))
            {
                DrainHistory.Told(db, drain, JournalKinds.DrainEffect, "system", again + fault, now);
            }

            drain.WaitingFor = again + fault;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<Drain?> LockAsync(FleetDb db, DrainClaim claim, CancellationToken cancellationToken) =>
        (await db.Drains
            .FromSql($"SELECT d.*, d.xmin FROM drains d WHERE d.id = {claim.DrainId} AND d.epoch = {claim.Epoch} FOR UPDATE")
            .ToListAsync(cancellationToken)).SingleOrDefault();
}
