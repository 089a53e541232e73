using System.Text.Json;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts.Channels.Webhook;

/// <summary>Any receiver that reads Alertmanager's webhook, payload version 4:
/// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config</summary>
internal sealed class WebhookChannel(Uri address, string externalUrl, JsonPost post) : IAlertChannel
{
    // Not AbsoluteUri: a webhook's path or query is often its password.
    public string Name => $"webhook {address.Authority}";

    public async Task<DeliveryOutcome> SendAsync(IReadOnlyList<AlertState> alerts, CancellationToken cancellationToken)
    {
        foreach (var alert in alerts)
        {
            if (await post.SendAsync(address, Payload(alert), cancellationToken) is not DeliveryOutcome.Delivered and var outcome)
            {
                return outcome;
            }
        }

        return new DeliveryOutcome.Delivered();
    }

    private string Payload(AlertState alert)
    {
        var status = alert.EndedAt is null ? "firing" : "resolved";
        return JsonSerializer.Serialize(new
        {
            version = "4",
            groupKey = $"{{}}:{{alert=\"{alert.Id}\"}}",
            truncatedAlerts = 0,
            status,
            receiver = "sovereignfleet",
            groupLabels = new { alertname = alert.Labels["alertname"] },
            commonLabels = alert.Labels,
            commonAnnotations = alert.Annotations,
            externalURL = externalUrl,
            alerts = new[]
            {
                new
                {
                    status,
                    labels = alert.Labels,
                    annotations = alert.Annotations,
                    startsAt = alert.StartedAt,
                    // Alertmanager's own word for "not ended".
                    endsAt = alert.EndedAt ?? DateTimeOffset.MinValue,
                    generatorURL = alert.Url ?? "",
                    fingerprint = Fingerprint.Of(alert.Labels),
                },
            },
        });
    }
}
