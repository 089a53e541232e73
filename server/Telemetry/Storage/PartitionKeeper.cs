using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Telemetry.Storage;

/// <summary>Makes the next days' partitions ahead of time and drops those past the retention, at start and each hour. Any number
/// of replicas may do it at once.</summary>
internal sealed partial class PartitionKeeper(Partitions partitions, DatabaseReady ready, TimeProvider time, ILogger<PartitionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = time.GetUtcNow();
                await partitions.EnsureAsync([now, now.AddDays(1), now.AddDays(2)], stoppingToken);
                if (await partitions.DropOldAsync(stoppingToken) is > 0 and var dropped)
                {
                    Log.Dropped(logger, dropped);
                }
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, error.Message);
            }

            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Days} days of telemetry were past the retention and are gone")]
        public static partial void Dropped(ILogger logger, int days);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The telemetry partitions could not be kept and are tried again in an hour: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
