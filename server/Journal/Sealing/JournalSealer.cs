using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;

namespace SovereignFleet.Server.Journal.Sealing;

/// <summary>Seals the Journal's new entries each second and signs a checkpoint when it is due.</summary>
internal sealed partial class JournalSealer(
    JournalChain chain, DatabaseReady ready, TimeProvider time, ILogger<JournalSealer> logger) : EveryReplicaWorker(ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromSeconds(1);

    protected override void Tell(Exception error) => Log.JournalNotSealed(logger, error.Message);

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        while (await chain.SealAsync(cancellationToken) > 0)
        {
            // As long as there is more than one batch.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "The journal cannot be sealed now, trying again: {Reason}")]
        public static partial void JournalNotSealed(ILogger logger, string reason);
    }
}
