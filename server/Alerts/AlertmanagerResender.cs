using System.Collections.Concurrent;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Alerts.Channels.Alertmanager;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts;

/// <summary>Tells every Alertmanager again what fires, and for five minutes what has ended: an Alertmanager that was restarted
/// knows nothing, and one that hears nothing resolves by itself. Every replica may do it; saying it twice changes nothing.</summary>
internal sealed partial class AlertmanagerResender(
    AlertChannels channels, AlertReader reader, DatabaseReady ready, TimeProvider time, ILogger<AlertmanagerResender> logger) : EveryReplicaWorker(ready, time)
{
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, string> lastFaults = [];

    protected override TimeSpan Period => TimeSpan.FromSeconds(60);

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var alerts = await reader.CurrentAsync(Time.GetUtcNow() - Afterwards, cancellationToken);
        if (alerts.Count == 0)
        {
            return;
        }

        // One that hangs delays no other.
        await Task.WhenAll(channels.All.OfType<AlertmanagerChannel>().Select(channel => TellAsync(channel, alerts, cancellationToken)));
    }

    private async Task TellAsync(AlertmanagerChannel channel, IReadOnlyList<AlertState> alerts, CancellationToken cancellationToken)
    {
        var fault = await channel.SendAsync(alerts, cancellationToken) switch
        {
            DeliveryOutcome.Delivered => "",
            DeliveryOutcome.RetryLater later => later.Reason,
            DeliveryOutcome.Rejected rejected => rejected.Reason,
            var unknown => throw new InvalidOperationException($"{unknown} is no outcome of a delivery."),
        };
        if (fault != lastFaults.GetValueOrDefault(channel.Name, "") && fault.Length > 0)
        {
            Log.AlertsNotToldAgain(logger, channel.Name, fault);
        }

        lastFaults[channel.Name] = fault;
    }

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception error) => Log.AlertsNotRead(logger, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3302, Level = LogLevel.Warning, Message = "{Channel} was not told again what fires; the next time is in a minute: {Reason}")]
        public static partial void AlertsNotToldAgain(ILogger logger, string channel, string reason);

        [LoggerMessage(EventId = 3303, Level = LogLevel.Warning, Message = "What fires could not be read to be told again; the next time is in a minute: {Reason}")]
        public static partial void AlertsNotRead(ILogger logger, string reason);
    }
}
