using Microsoft.Extensions.Hosting;

namespace SovereignFleet.Agent.Runtime.Footprint;

/// <summary>Gives back what the agent needed once. One that allocates little would else keep it for hours: the collector waits until
/// the garbage is worth a collection, and the pages of a program stay where nobody asks for them.</summary>
internal sealed class SpareMemory(TimeProvider time) : BackgroundService
{
    /// <summary>Worth giving back while the sensors open and the link comes up. Less would be at each look.</summary>
    private const long Worth = 2 << 20;

    /// <summary>The first looks; each next one comes a little later.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(2);

    private const double Slower = 1.01;

    /// <summary>The pause after about five seconds. From here on it is given back each time, and each comes after thrice the pause.</summary>
    private static readonly TimeSpan Started = TimeSpan.FromMilliseconds(50);

    /// <summary>For good: what runs once in an hour would else come into memory and stay.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static void Release()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = FootprintNative.TrimMalloc(0);
        ProgramPages.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On a thread of its own: the pool has other work while the agent starts.
        await Task.Factory.StartNew(() => WatchStart(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var pause = Started * 2; !stoppingToken.IsCancellationRequested; pause = pause * 3 < Longest ? pause * 3 : Longest)
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Release();
        }
    }

    private static void WatchStart(CancellationToken stoppingToken)
    {
        var kept = Environment.WorkingSet;
        for (var pause = First; pause < Started && !stoppingToken.WaitHandle.WaitOne(pause); pause *= Slower)
        {
            if (Environment.WorkingSet - kept >= Worth)
            {
                Release();
                kept = Environment.WorkingSet;
            }
        }
    }
}
