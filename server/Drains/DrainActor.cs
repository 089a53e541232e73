using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Server.Drains;

/// <summary>Makes a decision true: commit the intent, have the effect, commit the outcome. Every commit is fenced: who has lost
/// the claim writes nothing and touches nothing.</summary>
internal sealed class DrainActor(IDbContextFactory<FleetDb> contexts, CapacityGuard guard, DrainMoves moves, TimeProvider time)
{
    /// <summary>How soon a Drain that only waits is looked at again.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    public async Task ActAsync(DrainClaim claim, DrainView view, DrainDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Effect == DrainEffect.None)
            await SettleAsync(claim, view, decision, cancellationToken);
        else
            await EffectAsync(claim, view, decision, cancellationToken);
    }

    private async Task SettleAsync(DrainClaim claim, DrainView view, DrainDecision decision, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, claim, cancellationToken) is not { } drain)
            return;
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
                (decision, verdict) = await ReserveAsync(db, drain, decision, cancellationToken);
            drain.Guard = verdict?.ToJson() ?? drain.Guard;
            drain.WakeAt = drain.State == decision.State ? now + Glance : now;
            await moves.ApplyAsync(db, drain, decision, view.Observed, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<(DrainDecision, GuardVerdict)> ReserveAsync(
        FleetDb db, Drain drain, DrainDecision decision, CancellationToken cancellationToken)
    {
        // The preview said yes; only the count under the Pool's lock decides.
        var verdict = await guard.TryReserveAsync(
            db, new ReservationRequest(drain.PoolId, drain.HostId, drain.Id, DrainCause.Of(drain)), cancellationToken);
        return verdict.Allowed
            ? (decision with { Sentence = verdict.Sentence }, verdict)
            : (new DrainDecision(DrainState.Blocked, DrainEffect.None, verdict.Sentence), verdict);
    }

    private async Task EffectAsync(DrainClaim claim, DrainView view, DrainDecision decision, CancellationToken cancellationToken)
    {
        if (view.Target is not { } target || !await IntendAsync(claim, view, decision, cancellationToken))
            return;
        var fault = decision.Effect switch
        {
            DrainEffect.Cordon => await target.CordonAsync(view.Server, cancellationToken),
            DrainEffect.Uncordon => await target.UncordonAsync(view.Server, Found.Read(view.Drain), cancellationToken),
            var unknown => throw new InvalidOperationException($"{unknown} is no effect on a target."),
        };
        await ConcludeAsync(claim, target.Name, decision, fault, cancellationToken);
    }

    private async Task<bool> IntendAsync(DrainClaim claim, DrainView view, DrainDecision decision, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, claim, cancellationToken) is not { } drain)
            return false;
        var current = drain.Version == view.Drain.Version;
        if (current)
        {
            drain.Intent = decision.Effect.ToString();
            drain.WaitingFor = decision.Sentence;
            if (decision.Effect == DrainEffect.Cordon)
                drain.FoundDrained = Found.Look(drain, view.Observed.Target);
        }
        else
        {
            (drain.LeaseUntil, drain.WakeAt) = (null, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return current;
    }

    private async Task ConcludeAsync(
        DrainClaim claim, string target, DrainDecision decision, string? fault, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, claim, cancellationToken) is not { } drain)
            return;
        var now = time.GetUtcNow();
        (drain.LeaseUntil, drain.WakeAt) = (null, fault is null ? now : now + Glance);
        if (fault is null)
        {
            // Where it failed, the intent stays: the next step observes and, where needed, has the effect again.
            drain.Intent = null;
            db.Add(moves.Entry(drain, JournalKinds.DrainEffect, "system", $"{target}: {decision.Effect} done", "{}"));
        }
        else
        {
            drain.WaitingFor = $"{target}: {decision.Effect} failed and is tried again: {fault}";
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<Drain?> LockAsync(FleetDb db, DrainClaim claim, CancellationToken cancellationToken) =>
        (await db.Set<Drain>()
            .FromSql($"SELECT d.*, d.xmin FROM drains d WHERE d.id = {claim.DrainId} AND d.epoch = {claim.Epoch} FOR UPDATE")
            .ToListAsync(cancellationToken)).SingleOrDefault();
}
