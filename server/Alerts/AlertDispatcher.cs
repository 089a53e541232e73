using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts;

/// <summary>Looks at Conditions and Drains as soon as they change, and every few seconds in any case.</summary>
internal sealed partial class AlertDispatcher(AlertLedger ledger, ChangeFeed feed, DatabaseReady ready, ILogger<AlertDispatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new WakeUp();
        using var conditions = feed.Subscribe("conditions", wake.Set);
        using var drains = feed.Subscribe("drains", wake.Set);
        await Rounds.RunAsync(
            ready, ledger.BringUpToDateAsync, stopping => wake.WaitAsync(Period, stopping), error => Log.NotBroughtUp(logger, error, error.Message), stoppingToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The alerts could not be brought up to date and are again in a few seconds: {Reason}")]
        public static partial void NotBroughtUp(ILogger logger, Exception error, string reason);
    }
}
