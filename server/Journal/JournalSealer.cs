using SovereignFleet.Server.Database;

namespace SovereignFleet.Server.Journal;

/// <summary>Seals the Journal's new entries each second and signs a checkpoint each hour.</summary>
internal sealed partial class JournalSealer(
    JournalChain chain, JournalCheckpoints checkpoints, DatabaseReady ready, TimeProvider time, ILogger<JournalSealer> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? lastError = null;
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            await ready.WaitAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    while (await chain.SealAsync(stoppingToken) > 0)
                    {
                        // As long as there is more than one batch.
                    }

                    checkpoints.Write(await chain.HeadAsync(stoppingToken));
                    lastError = null;
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    if (error.Message != lastError)
                        Log.NotSealed(logger, lastError = error.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is not sealed yet is sealed at the next start.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The journal cannot be sealed now, trying again: {Reason}")]
        public static partial void NotSealed(ILogger logger, string reason);
    }
}
