using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Proposals;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>The loop that moves Drains: propose, claim what is due, and for each observe, decide, act. Any replica may run it,
/// and all do; a Drain whose worker died is due again when the lease ends.</summary>
internal sealed partial class DrainReconciler(
    DrainClaims claims, DrainProposer proposer, DrainStepper stepper, ChangeFeed feed, DatabaseReady ready, TimeProvider time,
    ILogger<DrainReconciler> logger) : EveryReplicaWorker(ready, time)
{
    private const int AtOnce = 16;
    /// <summary>A target that hangs makes Drains due again while others are looked at; a round ends all the same.</summary>
    private const int MostBatches = 64;

    /// <summary>For a change that nobody told, and for Conditions whose Drain a person refused for a while.</summary>
    protected override TimeSpan Period => TimeSpan.FromSeconds(10);

    /// <summary>Everything that is due now, once. What is new is proposed between the batches: it waits for no target.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        for (var batch = 0; batch < MostBatches; batch++)
        {
            await proposer.ProposeAsync(cancellationToken);
            if (await claims.TakeDueAsync(AtOnce, cancellationToken) is not { Count: > 0 } due)
            {
                return;
            }

            await Task.WhenAll(due.Select(claim => stepper.StepAsync(claim, cancellationToken)));
        }
    }

    protected override IEnumerable<IDisposable> Subscribe(Action wake) =>
        [feed.Subscribe("conditions", wake), feed.Subscribe("drains", wake), feed.Subscribe("hosts", wake), feed.Subscribe("pools", wake)];

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await RunOnceAsync(cancellationToken);
        DueAt = await claims.NextAsync(cancellationToken);
    }

    protected override void Tell(Exception error) => Log.DrainsNotLookedAt(logger, error, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "The drains could not be looked at and are again in a second: {Reason}")]
        public static partial void DrainsNotLookedAt(ILogger logger, Exception error, string reason);
    }
}
