using SovereignFleet.Server.Alerts.Channels.Alertmanager;
using SovereignFleet.Server.Alerts.Channels.Webhook;

namespace SovereignFleet.Server.Alerts.Channels;

/// <summary>The configured channels. Two of one name fail the start: each is an outbox topic of its own, so that one dead
/// receiver holds up no other.</summary>
internal sealed class AlertChannels
{
    public AlertChannels(AlertsOptions options, JsonPost post, TimeProvider time)
    {
        All =
        [
            .. options.Alertmanagers.Select(address => new AlertmanagerChannel(new Uri(address), post, time)),
            .. options.Webhooks.Select(address => new WebhookChannel(new Uri(address), options.ExternalUrl, post)),
        ];
        if (All.GroupBy(channel => channel.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Two alert channels are named '{twice.Key}': one receiver is configured once.");
        }
    }

    public IReadOnlyList<IAlertChannel> All { get; }
}
