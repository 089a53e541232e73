using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.History;

/// <summary>What a proven repair means for the GPUs that it was for, in the caller's transaction.</summary>
internal static class RepairedParts
{
    /// <summary>A part that hands were on begins another life: its past foretells nothing any more. A machine's reset mends a fault and leaves the
    /// part as it is: what it went through still counts.</summary>
    /// <returns>The GPUs whose risk ends with the repair.</returns>
    public static async Task<IReadOnlyCollection<string>> TellAsync(FleetDb db, Drain drain, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await TellSwapsAsync(db, drain, now, cancellationToken);
        var byHand = drain.RepairedBy is not null || await db.WorkSteps.AnyAsync(
            step => step.DrainId == drain.Id && step.State == WorkStepState.Proven && (step.Kind == WorkKind.RemoteHands || step.Kind == WorkKind.OwnWork), cancellationToken);
        if (drain.Cause == DrainCause.Fault && !byHand)
        {
            return [];
        }

        var named = await db.Conditions.Where(condition => drain.Conditions.Contains(condition.Id) && condition.GpuUuid != null)
            .Select(condition => condition.GpuUuid!).ToListAsync(cancellationToken);
        if (drain.GpuUuid is { } uuid && drain.Cause is DrainCause.Fault or DrainCause.Prediction)
        {
            named.Add(uuid);
        }

        await db.Gpus.Where(gpu => gpu.HostId == drain.HostId && named.Contains(gpu.Uuid))
            .ExecuteUpdateAsync(set => set.SetProperty(gpu => gpu.RepairedAt, now), cancellationToken);
        return named;
    }

    private static async Task TellSwapsAsync(FleetDb db, Drain drain, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var swap in await GpuSwap.ReadAsync(db, drain.HostId, drain.ProposedAt, cancellationToken))
        {
            DrainHistory.Noted(db, drain, JournalKinds.DrainEffect, "system", swap.Sentence, now);
        }
    }
}
