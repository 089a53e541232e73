using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>One step of one claimed Drain: observe, decide, act.</summary>
internal sealed partial class DrainStepper(DrainObserver observer, DrainActor actor, TimeProvider time, ILogger<DrainStepper> logger)
{
    public async Task StepAsync(DrainClaim claim, CancellationToken cancellationToken)
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
            Log.DrainNotMoved(logger, error, claim.DrainId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "Drain {DrainId} could not be moved and is tried again")]
        public static partial void DrainNotMoved(ILogger logger, Exception error, Guid drainId);
    }
}
