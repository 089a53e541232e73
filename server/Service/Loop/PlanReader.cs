using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Ladder.Reading;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>Reads where a Drain's plan stands. Changes nothing.</summary>
internal sealed class PlanReader(Works works, LadderReader ladder)
{
    /// <summary>What comes where the plan does not help.</summary>
    public LadderReader Ladder => ladder;

    public async Task<PlanReading> ReadAsync(FleetDb db, Guid drainId, CancellationToken cancellationToken)
    {
        var left = await Left(db.WorkSteps.AsNoTracking(), drainId).ToListAsync(cancellationToken);
        if (left.Count == 0)
        {
            return PlanReading.Done;
        }

        var (step, isLast) = (left[0], left.Count == 1);
        if (works.Find(step.Kind) is not { } work)
        {
            return new PlanReading(step, new WorkReading(WorkProgress.UnderWay, works.Unknown(step.Kind)), null, isLast);
        }

        if (step.State == WorkStepState.Planned)
        {
            // What has begun, or was passed over, has a place before it.
            return new PlanReading(step, null, null, isLast)
            {
                Unbegun = step.Ordinal == 1 ? left.ConvertAll(planned => new PlannedWork(planned.Kind, planned.Target)) : null,
            };
        }

        // What failed stays failed however often it is observed; what a person did by hand since only the proof can see.
        var reading = step is { State: WorkStepState.Failed, DoneBy: { } person }
            ? new WorkReading(WorkProgress.Done, $"{person} says that it is done by hand")
            : await work.ObserveAsync(step, db, cancellationToken);
        var unproven = reading.Progress == WorkProgress.Done ? await work.ProveAsync(step, db, cancellationToken) : null;
        return new PlanReading(step, reading, unproven, isLast);
    }

    /// <summary>The steps that are not proven, the one at hand first.</summary>
    public static IQueryable<WorkStep> Left(IQueryable<WorkStep> steps, Guid drainId) =>
        steps.Where(step => step.DrainId == drainId && step.State != WorkStepState.Proven && step.State != WorkStepState.PassedOver).OrderBy(step => step.Ordinal);
}
