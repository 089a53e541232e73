using System.Text.Json;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts.Channels.Alertmanager;

/// <summary>One Alertmanager (POST /api/v2/alerts). Every configured one gets every Alert, as its documentation asks:
/// https://prometheus.io/docs/alerting/latest/alerts_api/</summary>
internal sealed class AlertmanagerChannel(Uri address, JsonPost post, TimeProvider time) : IAlertChannel
{
    /// <summary>What is not sent again until then, Alertmanager resolves by itself: longer than a few missed re-sends.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(4);

    public string Name => $"alertmanager {address.Authority}";

    public bool EndsByItself => true;

    public Task<DeliveryOutcome> SendAsync(IReadOnlyList<AlertState> alerts, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(alerts.Select(alert => new
        {
            labels = alert.Labels,
            annotations = alert.Annotations,
            startsAt = alert.StartedAt,
            endsAt = alert.EndedAt ?? time.GetUtcNow() + Ahead,
            generatorURL = alert.Url ?? "",
        }));
        return post.SendAsync(new Uri($"{address.AbsoluteUri.TrimEnd('/')}/api/v2/alerts"), json, cancellationToken);
    }
}
