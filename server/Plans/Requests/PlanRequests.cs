using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>What a person may do to a Plan. Each request changes rows and commits with the person's name in the Journal; the worker does the
/// rest. A refusal is a value, with a sentence for the person.</summary>
internal sealed class PlanRequests(IDbContextFactory<FleetDb> contexts, PlanDrafts drafts, TimeProvider time)
{
    public async Task<(PlanSketch? Sketch, PlanReply? Refusal)> PreviewAsync(PlanWish wish, SiteScope scope, string person, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await drafts.SketchAsync(db, wish, scope, person, cancellationToken);
    }

    public async Task<PlanReply> CreateAsync(PlanWish wish, SiteScope scope, string person, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (sketch, refusal) = await drafts.SketchAsync(db, wish, scope, person, cancellationToken);
        if (sketch is null)
        {
            return refusal!;
        }

        if (sketch.IsEmpty)
        {
            var why = sketch.View.Hosts.GroupBy(host => host.Row.Why).Select(group => $"{string.Join(", ", group.Select(host => host.Name))}: {group.Key}");
            return PlanReply.Refused(PlanRefusal.NotNow, $"no host is left to work on: {string.Join("; ", why)}");
        }

        db.Add(sketch.Plan);
        db.AddRange(sketch.Rows);
        var count = sketch.Rows.Count(row => row.State == PlanHostState.Waiting);
        PlanJournal.Told(db, sketch.Plan, JournalKinds.PlanCreated, Sites(sketch.Rows), person, $"Planned for {count} {(count == 1 ? "host" : "hosts")}: {sketch.Plan.Reason}", time.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return PlanReply.Done(sketch.Plan);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return PlanReply.Refused(PlanRefusal.NotNow, "somebody planned one of these hosts at this very moment: look at the preview again");
        }
    }

    /// <summary>It begins no other Host.</summary>
    public Task<PlanReply> PauseAsync(PlanChange change, CancellationToken cancellationToken) => ChangeAsync(change, (plan, _) => plan.State switch
    {
        PlanState.Running or PlanState.Ended => Move(plan, PlanState.Paused, change.Person, "paused"),
        PlanState.Paused => Not(plan, "resume or stop it"),
        _ => Not(plan, "there is nothing to pause"),
    }, cancellationToken);

    /// <summary>What failed until now does not pause it again.</summary>
    public Task<PlanReply> ResumeAsync(PlanChange change, CancellationToken cancellationToken) => ChangeAsync(change, (plan, rows) =>
    {
        if (plan.State != PlanState.Paused)
        {
            return Not(plan, "only a paused one is resumed");
        }

        plan.FailuresSeen = rows.Count(row => row.State == PlanHostState.Failed);
        return Move(plan, PlanState.Running, change.Person, "resumed");
    }, cancellationToken);

    /// <param name="cancelRunning">What has begun is cancelled; otherwise it is finished.</param>
    public Task<PlanReply> StopAsync(PlanChange change, bool cancelRunning, CancellationToken cancellationToken) => ChangeAsync(change, (plan, _) =>
    {
        // One that is stopping may still be told to cancel what it had let run.
        if (PlanMachine.Over.Contains(plan.State) || (plan.State == PlanState.Stopping && (plan.CancelRunning || !cancelRunning)))
        {
            return Not(plan, "it begins no other host");
        }

        plan.CancelRunning = cancelRunning;
        return Move(plan, PlanState.Stopping, change.Person, cancelRunning ? "stopped, and what has begun is cancelled" : "stopped; what has begun is finished");
    }, cancellationToken);

    /// <param name="endsAt">Null: when all is done.</param>
    public Task<PlanReply> ExtendAsync(PlanChange change, DateTimeOffset? endsAt, CancellationToken cancellationToken) => ChangeAsync(change, (plan, _) =>
    {
        if (plan.State is PlanState.Stopping || PlanMachine.Over.Contains(plan.State))
        {
            return Not(plan, "it has no end to move; plan the hosts that are left anew");
        }

        if (endsAt <= time.GetUtcNow() || endsAt <= plan.NotBefore)
        {
            return (null, PlanReply.Refused(PlanRefusal.Unfit, $"ends_at: {Blockers.Stamp(endsAt.Value)} has passed, or is before its beginning: choose a later time, or none"));
        }

        plan.EndsAt = endsAt;
        var did = endsAt is { } end ? $"ends at {Blockers.Stamp(end)} now" : "ends when all is done now";
        return plan.State == PlanState.Ended ? Move(plan, PlanState.Running, change.Person, did) : (did, null);
    }, cancellationToken);

    private (string? Did, PlanReply? Refusal) Move(Plan plan, PlanState to, string person, string did)
    {
        (plan.State, plan.StateSince, plan.StateBy, plan.WaitingFor) = (to, time.GetUtcNow(), person, "");
        return (did, null);
    }

    private static (string? Did, PlanReply? Refusal) Not(Plan plan, string rule) => (null, PlanReply.Refused(PlanRefusal.NotNow, $"the plan is {plan.State}: {rule}"));

    private async Task<PlanReply> ChangeAsync(
        PlanChange asked, Func<Plan, List<PlanHost>, (string? Did, PlanReply? Refusal)> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var plan = (await db.Plans.FromSql($"SELECT p.*, p.xmin FROM plans p WHERE p.id = {asked.Id} FOR UPDATE").ToListAsync(cancellationToken)).SingleOrDefault();
        var rows = await db.PlanHosts.AsNoTracking().Where(row => row.PlanId == asked.Id).ToListAsync(cancellationToken);
        if (plan is null)
        {
            return NotFound(asked.Id);
        }

        var (did, refusal) = WhyNot(plan, rows, asked) is { } never ? (null, never) : change(plan, rows);
        if (refusal is not null)
        {
            return refusal;
        }

        plan.Revision++;
        PlanJournal.Told(db, plan, JournalKinds.PlanChanged, Sites(rows), asked.Person, $"The plan \"{plan.Reason}\": {did}", time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return PlanReply.Done(plan);
    }

    private static PlanReply? WhyNot(Plan plan, List<PlanHost> rows, PlanChange asked)
    {
        if (!rows.Exists(row => asked.Scope.Includes(row.SiteId)))
        {
            return NotFound(plan.Id);
        }

        if (!rows.TrueForAll(row => asked.Scope.Includes(row.SiteId)))
        {
            return PlanReply.Refused(PlanRefusal.Forbidden, $"the plan has hosts at other sites than {asked.Scope.SiteId}: who may work there changes it");
        }

        return asked.Revision != 0 && asked.Revision != plan.Revision
            ? PlanReply.Refused(PlanRefusal.NotNow, $"the plan was changed since you looked at it: it is {plan.State} by {plan.StateBy}; look again")
            : null;
    }

    private static PlanReply NotFound(Guid id) => PlanReply.Refused(PlanRefusal.Missing, $"there is no plan {id}");

    private static IEnumerable<string> Sites(IEnumerable<PlanHost> rows) => rows.Select(row => row.SiteId);
}

/// <summary>Who wants which Plan changed, and what they looked at.</summary>
/// <param name="Revision">Of the Plan that was looked at; 0: whatever it is.</param>
internal sealed record PlanChange(Guid Id, uint Revision, SiteScope Scope, string Person);
