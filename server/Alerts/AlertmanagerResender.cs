using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Alerts.Channels.Alertmanager;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts;

/// <summary>Tells every Alertmanager again what fires, and for five minutes what has ended: an Alertmanager that was restarted
/// knows nothing, and one that hears nothing resolves by itself. Every replica may do it; saying it twice changes nothing.</summary>
internal sealed partial class AlertmanagerResender(
    AlertChannels channels, AlertReader reader, DatabaseReady ready, TimeProvider time, ILogger<AlertmanagerResender> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, string> lastFaults = [];

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var alerts = await reader.CurrentAsync(time.GetUtcNow() - Afterwards, cancellationToken);
        if (alerts.Count == 0)
        {
            return;
        }

        foreach (var channel in channels.All.OfType<AlertmanagerChannel>())
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
                Log.NotToldAgain(logger, channel.Name, fault);
            }

            lastFaults[channel.Name] = fault;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await ready.WaitAsync(stoppingToken);
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.NotToldAgain(logger, "alertmanager", error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Channel} was not told again what fires; the next time is in a minute: {Reason}")]
        public static partial void NotToldAgain(ILogger logger, string channel, string reason);
    }
}
