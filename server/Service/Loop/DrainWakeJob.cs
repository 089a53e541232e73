using Quartz;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>The safety net under the reconciler's loop: whichever replica Quartz finds alive moves what is due. Claims make
/// it harmless beside the loops.</summary>
[DisallowConcurrentExecution]
internal sealed class DrainWakeJob(DrainReconciler reconciler) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await reconciler.RunOnceAsync(cancellationToken);
}
