using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Observed;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>What is kept of one look at a Drain for those after it, in the caller's transaction: traffic on a Host in maintenance, a cordon that
/// was undone, how many requests the target had sent.</summary>
internal sealed class DrainLooks(PlanSteps plan, TimeProvider time)
{
    public async Task KeepAsync(FleetDb db, Drain drain, DrainObservation observed, DrainDecision decision, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Traffic.Of(drain, observed) is { } traffic)
        {
            // A client that comes every few seconds is told once.
            if (Traffic.IsOver(drain, now))
            {
                DrainHistory.Told(db, drain, JournalKinds.DrainEffect, "system", traffic, now);
                await plan.StopAsync(db, drain, traffic, cancellationToken);
            }

            (drain.Traffic, drain.TrafficAt) = (traffic, now);
        }

        if (decision.Undone)
        {
            Undo(db, drain, now);
        }

        if (observed.Target.Taken is { } taken && taken != drain.Taken)
        {
            (drain.Taken, drain.TakenAt) = (taken, now);
        }
    }

    private static void Undo(FleetDb db, Drain drain, DateTimeOffset now)
    {
        (drain.Undone, drain.UndoneAt) = (Undoings.Count(drain, now) + 1, now);
        // The move to Overdue tells it there.
        if (drain.Undone == Undoings.Fight && drain.State != DrainState.Overdue)
        {
            DrainHistory.Told(db, drain, JournalKinds.DrainEffect, "system",
                $"{Undoings.Told(drain.Undone)} sets it back to ready in the target, {Undoings.Times(drain.Undone)}; it is taken out again each time", now);
        }
    }
}
