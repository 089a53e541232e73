using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Proposals;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>The loop that moves Drains: propose, claim what is due, and for each observe, decide, act. Any replica may run it,
/// and all do; a Drain whose worker died is due again when the lease ends.</summary>
internal sealed partial class DrainReconciler(
    DrainClaims claims, DrainObserver observer, DrainActor actor, DrainProposer proposer,
    ChangeFeed feed, DatabaseReady ready, TimeProvider time, ILogger<DrainReconciler> logger) : BackgroundService
{
    private const int AtOnce = 16;
    /// <summary>A target that hangs makes Drains due again while others are looked at; a round ends all the same.</summary>
    private const int MostBatches = 64;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

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

            await Task.WhenAll(due.Select(claim => StepAsync(claim, cancellationToken)));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new WakeUp();
        using var conditions = feed.Subscribe("conditions", wake.Set);
        using var drains = feed.Subscribe("drains", wake.Set);
        await Rounds.RunAsync(
            ready, RunOnceAsync, stopping => wake.WaitAsync(Period, stopping), error => Log.RoundFailed(logger, error, error.Message), stoppingToken);
    }

    private async Task StepAsync(DrainClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            if (await observer.ObserveAsync(claim, cancellationToken) is { } view)
            {
                await actor.ActAsync(claim, view, DrainMachine.Next(view.Drain, view.Observed, time.GetUtcNow()), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            // The claim's lease is its back-off: the Drain is due again when it ends.
            Log.StepFailed(logger, error, claim.DrainId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Drain {DrainId} could not be moved and is tried again")]
        public static partial void StepFailed(ILogger logger, Exception error, Guid drainId);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The drains could not be looked at and are again in a second: {Reason}")]
        public static partial void RoundFailed(ILogger logger, Exception error, string reason);
    }
}
