using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts;

/// <summary>Looks at Conditions, Drains and commands as soon as they change, and at all causes every few seconds in any case.</summary>
internal sealed partial class AlertDispatcher(
    AlertLedger ledger, Hearing hearing, ChangeFeed feed, DatabaseReady ready, TimeProvider time, ILogger<AlertDispatcher> logger) : EveryReplicaWorker(ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    protected override IEnumerable<IDisposable> Subscribe(Action wake) => [feed.Subscribe("conditions", wake), feed.Subscribe("drains", wake), feed.Subscribe("agent_commands", wake)];

    protected override Task RoundAsync(CancellationToken cancellationToken) => ledger.BringUpToDateAsync(hearing.At(Time.GetUtcNow()).HearingSince, cancellationToken);

    protected override void Tell(Exception error) => Log.AlertsNotUpToDate(logger, error, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "The alerts could not be brought up to date and are again in a few seconds: {Reason}")]
        public static partial void AlertsNotUpToDate(ILogger logger, Exception error, string reason);
    }
}
