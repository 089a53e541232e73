using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;

namespace SovereignFleet.Server.Telemetry.Storage;

/// <summary>Makes the next days' partitions ahead of time and drops those past the retention, at start and each hour. Any number
/// of replicas may do it at once.</summary>
internal sealed partial class PartitionKeeper(
    Partitions partitions, DatabaseReady ready, TimeProvider time, ILogger<PartitionKeeper> logger) : EveryReplicaWorker(ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromHours(1);

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        await partitions.EnsureAsync([now, now.AddDays(1), now.AddDays(2)], cancellationToken);
        if (await partitions.DropOldAsync(cancellationToken) is > 0 and var dropped)
        {
            Log.TelemetryDropped(logger, dropped);
        }
    }

    protected override void Tell(Exception error) => Log.PartitionsNotKept(logger, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2603, Level = LogLevel.Information, Message = "{Days} days of telemetry were past the retention and are gone")]
        public static partial void TelemetryDropped(ILogger logger, int days);

        [LoggerMessage(EventId = 2604, Level = LogLevel.Warning, Message = "The telemetry partitions could not be kept and are tried again in an hour: {Reason}")]
        public static partial void PartitionsNotKept(ILogger logger, string reason);
    }
}
