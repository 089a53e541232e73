using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Plans.Loop;

/// <summary>The loop that moves Plans. One replica at a time: the limits of a rack are those of all Plans together, and two that counted at once
/// would each take the last place. Each Plan moves in a transaction of its own, and one that cannot holds up no other.</summary>
internal sealed partial class PlanWorker(
    IDbContextFactory<FleetDb> contexts, PlanActor actor, ChangeFeed feed, DatabaseReady ready, TimeProvider time, ILogger<PlanWorker> logger)
    : OneReplicaWorker<FleetDb>(contexts, ready, time)
{
    // What failed last of each Plan: it is told when it is another.
    private readonly Dictionary<Guid, string> told = [];

    /// <summary>A Window opens, and a Host falls silent, without a change of any row.</summary>
    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    protected override long LockNumber => AdvisoryLocks.Plans;

    public Task RunOnceAsync(CancellationToken cancellationToken) => RoundAsync(cancellationToken);

    protected override IEnumerable<IDisposable> Subscribe(Action wake) => [feed.Subscribe("plans", wake), feed.Subscribe("drains", wake)];

    protected override async Task WorkAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var live = await db.Plans.Where(plan => !PlanMachine.Over.Contains(plan.State)).OrderBy(plan => plan.CreatedAt).Select(plan => plan.Id).ToListAsync(cancellationToken);
        foreach (var id in live)
        {
            try
            {
                await actor.StepAsync(id, cancellationToken);
                told.Remove(id);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Mostly somebody else drained the very Host at this instant: the next round sees that Drain.
                if (told.GetValueOrDefault(id) != error.Message)
                {
                    told[id] = error.Message;
                    Log.PlanNotMoved(logger, error, id);
                }
            }
        }
    }

    protected override void Tell(Exception error) => Log.PlansNotLookedAt(logger, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3701, Level = LogLevel.Warning, Message = "The plans could not be looked at and are again in a few seconds: {Reason}")]
        public static partial void PlansNotLookedAt(ILogger logger, string reason);

        [LoggerMessage(EventId = 3702, Level = LogLevel.Warning, Message = "Plan {PlanId} could not be moved and is tried again")]
        public static partial void PlanNotMoved(ILogger logger, Exception error, Guid planId);
    }
}
