using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>Makes true what was decided of a plan's step, in the transaction that holds the Drain's row.</summary>
internal sealed class PlanSteps(Works works, TimeProvider time)
{
    public async Task ActAsync(FleetDb db, Drain drain, DrainDecision decision, PlanReading seen, CancellationToken cancellationToken)
    {
        if (seen.Step is not { } known || (decision.Work == WorkAct.None && known.WaitingFor == decision.Sentence))
        {
            return;
        }

        var step = await db.WorkSteps.SingleAsync(row => row.DrainId == drain.Id && row.Ordinal == known.Ordinal, cancellationToken);
        step.WaitingFor = decision.Sentence;
        switch (decision.Work)
        {
            case WorkAct.Begin when step.State == WorkStepState.Planned:
                await BeginAsync(db, drain, step, cancellationToken);
                break;
            case WorkAct.Prove:
                (step.State, step.ProvenAt, step.WaitingFor) = (WorkStepState.Proven, time.GetUtcNow(), "");
                Tell(db, drain, step, JournalKinds.WorkProven, step.DoneBy ?? "system", decision.Sentence);
                break;
            case WorkAct.Fail when step.State == WorkStepState.Begun:
                // Whoever said before that it is done has not said so of what failed.
                (step.State, step.DoneBy) = (WorkStepState.Failed, null);
                Tell(db, drain, step, JournalKinds.WorkFailed, "system", decision.Sentence);
                break;
        }
    }

    /// <summary>The rung takes the place of what is planned and has not begun. What had begun is passed over, and says why; what it still has under
    /// way is called off.</summary>
    public async Task ClimbAsync(FleetDb db, Drain drain, DrainState from, DrainDecision decision, CancellationToken cancellationToken)
    {
        await db.WorkSteps.Where(step => step.DrainId == drain.Id && step.State == WorkStepState.Planned).ExecuteDeleteAsync(cancellationToken);
        var done = await db.WorkSteps.Where(step => step.DrainId == drain.Id).OrderBy(step => step.Ordinal).ToListAsync(cancellationToken);
        // In Validating the fault came back after all of the rung; in Working one work of it failed.
        foreach (var step in done.Where(step => step.State != WorkStepState.PassedOver && (from == DrainState.Validating || step.State != WorkStepState.Proven)))
        {
            (step.State, step.WaitingFor) = (WorkStepState.PassedOver, decision.Sentence);
            Tell(db, drain, step, JournalKinds.WorkFailed, "system", $"passed over: {decision.Sentence}");
            if (works.Find(step.Kind) is { } work)
            {
                await work.EndAsync(step, db, cancellationToken);
            }
        }

        var rung = decision.Rung ?? throw new InvalidOperationException($"Drain {drain.Id} is to climb, and no rung is named.");
        db.AddRange(rung.Steps(drain.Id, after: done.Count == 0 ? 0 : done[^1].Ordinal));
        DrainHistory.Told(db, drain, JournalKinds.WorkChosen, "system",
            $"Next: {string.Join(", ", rung.Works.Select(work => works.NameOf(work.Kind)).Distinct())}, because {rung.Why}", time.GetUtcNow());
    }

    /// <summary>Whoever is at work on the Host is told of traffic on it.</summary>
    public Task StopAsync(FleetDb db, Drain drain, string traffic, CancellationToken cancellationToken) =>
        EachBegunAsync(db, drain, (work, step) => work.StopAsync(step, traffic, db, cancellationToken), cancellationToken);

    /// <summary>The Drain is over, or its work is broken off: what was begun is called off.</summary>
    public Task EndAsync(FleetDb db, Drain drain, CancellationToken cancellationToken) =>
        EachBegunAsync(db, drain, (work, step) => work.EndAsync(step, db, cancellationToken), cancellationToken);

    private async Task EachBegunAsync(FleetDb db, Drain drain, Func<IWork, WorkStep, Task> tell, CancellationToken cancellationToken)
    {
        var begun = await db.WorkSteps.Where(step => step.DrainId == drain.Id && step.BegunAt != null)
            .OrderBy(step => step.Ordinal).ToListAsync(cancellationToken);
        foreach (var step in begun)
        {
            if (works.Find(step.Kind) is { } work)
            {
                await tell(work, step);
            }
        }
    }

    private async Task BeginAsync(FleetDb db, Drain drain, WorkStep step, CancellationToken cancellationToken)
    {
        var work = works.Find(step.Kind) ?? throw new InvalidOperationException($"Drain {drain.Id}: {step.Kind} cannot begin, for there is no such work.");
        var reference = await work.BeginAsync(step, db, cancellationToken);
        (step.State, step.BegunAt) = (WorkStepState.Begun, time.GetUtcNow());
        (step.ReferenceId, step.Reference, step.BootBefore) = (reference?.Id, reference?.Quoted, reference?.BootBefore);
        Tell(db, drain, step, JournalKinds.WorkBegun, "system", "begun");
    }

    private void Tell(FleetDb db, Drain drain, WorkStep step, string kind, string actor, string what) =>
        DrainHistory.Told(db, drain, kind, actor, $"{works.TitleOf(step)}: {what}", time.GetUtcNow());
}
