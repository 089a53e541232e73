using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Journal;

/// <summary>Seals the Journal's new entries each second and signs a checkpoint each hour.</summary>
internal sealed partial class JournalSealer(
    JournalChain chain, JournalCheckpoints checkpoints, DatabaseReady ready, TimeProvider time, ILogger<JournalSealer> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(
        ready, SealAsync, stopping => Task.Delay(Period, time, stopping), error => Log.NotSealed(logger, error.Message), stoppingToken);

    private async Task SealAsync(CancellationToken cancellationToken)
    {
        while (await chain.SealAsync(cancellationToken) > 0)
        {
            // As long as there is more than one batch.
        }

        checkpoints.Write(await chain.HeadAsync(cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The journal cannot be sealed now, trying again: {Reason}")]
        public static partial void NotSealed(ILogger logger, string reason);
    }
}
