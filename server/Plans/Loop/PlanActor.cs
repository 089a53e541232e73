using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Proposals;
using SovereignFleet.Server.Service.Requests;

namespace SovereignFleet.Server.Plans.Loop;

/// <summary>One step of one Plan: observe, decide, act. A Host is marked as begun in the transaction that makes its Drain, so there is neither
/// without the other; what is cancelled is cancelled after it, by the door that people use, and again until it is.</summary>
internal sealed class PlanActor(IDbContextFactory<FleetDb> contexts, PlanObserver observer, DrainRequests requests, TimeProvider time)
{
    public async Task StepAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // A person's request takes the same row: what was decided on does not change under this step.
        var plan = (await db.Plans.FromSql($"SELECT p.*, p.xmin FROM plans p WHERE p.id = {id} FOR UPDATE").ToListAsync(cancellationToken)).Single();
        if (PlanMachine.Over.Contains(plan.State))
        {
            return;
        }

        var rows = await db.PlanHosts.Where(row => row.PlanId == id).OrderBy(row => row.Ordinal).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var mayBegin = plan.State is PlanState.Running or PlanState.Ended && !(plan.NotBefore > now);
        var decision = PlanMachine.Next(await observer.ReadAsync(db, plan, rows, mayBegin, cancellationToken), now);
        Move(db, plan, decision, rows, now);
        foreach (var host in decision.Begin)
        {
            await BeginAsync(db, plan, host, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var drain in decision.Cancel)
        {
            await requests.CancelAsync(drain, $"the plan \"{plan.Reason}\" is {plan.State}", asItIs: false, plan.StateBy, cancellationToken);
        }
    }

    private static void Move(FleetDb db, Plan plan, PlanDecision decision, List<PlanHost> rows, DateTimeOffset now)
    {
        foreach (var move in decision.Hosts)
        {
            Move(db, plan, move, now);
        }

        foreach (var host in decision.Withdraw)
        {
            host.Row.Withdrawn = true;
        }

        (plan.WaitingFor, plan.FailuresSeen) = (decision.Sentence, decision.FailuresSeen);
        if (plan.State != decision.State)
        {
            (plan.State, plan.StateSince, plan.StateBy) = (decision.State, now, PlanMachine.System);
            PlanJournal.Told(db, plan, JournalKinds.PlanChanged, rows.Select(row => row.SiteId), PlanMachine.System,
                $"The plan \"{plan.Reason}\" is {plan.State}{(plan.WaitingFor.Length > 0 ? $"; it waits for {plan.WaitingFor}" : "")}", now);
        }
    }

    private static void Move(FleetDb db, Plan plan, HostMove move, DateTimeOffset now)
    {
        var row = move.Host.Row;
        (row.Why, row.Lifts) = (move.Blocker?.Why ?? "", move.Blocker?.Lifts ?? "");
        if (move.IsAgain)
        {
            (row.DrainId, row.Withdrawn, row.BegunAt) = (null, false, null);
        }

        if (row.State == move.State)
        {
            return;
        }

        row.State = move.State;
        row.EndedAt = move.State is PlanHostState.Waiting or PlanHostState.Running ? null : now;
        PlanJournal.Host(db, plan, move, now);
    }

    private static async Task BeginAsync(FleetDb db, Plan plan, SeenHost seen, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var host = await db.Hosts.AsNoTracking().SingleAsync(row => row.Id == seen.Row.HostId, cancellationToken);
        var proposal = new DrainProposal
        {
            Host = host,
            PoolId = seen.PoolId!,
            Cause = DrainCause.PlannedMaintenance,
            Reason = plan.Reason,
            By = plan.CreatedBy,
            // Whoever made the Plan said yes to each of its Drains, and when.
            ApprovedBy = plan.CreatedBy,
            Urgent = plan.Start != PlanStart.Window,
            Plan = PlanWorks.Read(plan),
        };
        var drain = await proposal.AddAsync(db, now, cancellationToken);
        (seen.Row.DrainId, seen.Row.State, seen.Row.BegunAt, seen.Row.EndedAt) = (drain.Id, PlanHostState.Running, now, null);
        DrainHistory.Moved(db, drain, null, plan.CreatedBy, plan.Reason, $"Proposed and approved by the plan \"{plan.Reason}\"", now);
        PlanJournal.Host(db, plan, new HostMove(seen, PlanHostState.Running, null), now);
    }
}
