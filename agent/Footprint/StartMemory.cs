using Microsoft.Extensions.Hosting;

namespace SovereignFleet.Agent.Footprint;

/// <summary>Gives back what only the start needed. An agent that allocates little would else keep it for hours: the collector waits
/// until the garbage is worth a collection.</summary>
internal sealed class StartMemory : BackgroundService
{
    /// <summary>Often while the senses open and the link comes up, then seldom; the last is about 15 s after the start.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Last = TimeSpan.FromSeconds(5);

    private const double Growth = 1.4;

    public static void Release()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = FootprintNative.TrimMalloc(0);
        ProgramPages.Release();
    }

    /// <summary>On a thread of its own: the pool has other work while the agent starts.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        () =>
        {
            for (var pause = First; pause < Last && !stoppingToken.WaitHandle.WaitOne(pause); pause *= Growth)
            {
                Release();
            }
        },
        stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
