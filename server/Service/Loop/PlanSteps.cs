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
