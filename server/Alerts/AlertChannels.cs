using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Alerts.Channels.Alertmanager;
using SovereignFleet.Server.Alerts.Channels.Webhook;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Alerts;

/// <summary>The configured channels: every kind there is, a line each. Two of one name do not start: each is an outbox topic of its own,
/// so that one dead receiver holds up no other.</summary>
internal sealed class AlertChannels(IEnumerable<IAlertChannel> channels)
{
    private readonly NameTable<IAlertChannel> table = new("alert channel", channels, channel => channel.Name);

    public AlertChannels(AlertsOptions options, DashboardOptions dashboard, JsonPost post, TimeProvider time)
        : this(Configured(options).Select(make => make(dashboard, post, time)))
    {
    }

    internal delegate IAlertChannel Maker(DashboardOptions dashboard, JsonPost post, TimeProvider time);

    public IReadOnlyList<IAlertChannel> All => table.All;

    /// <summary>What makes each channel, in the order of <see cref="All"/>: known before there are services to make it of.</summary>
    public static IReadOnlyList<Maker> Configured(AlertsOptions options) =>
    [
        .. options.Alertmanagers.Select<string, Maker>(address => (_, post, time) => new AlertmanagerChannel(new Uri(address), post, time)),
        .. options.Webhooks.Select<string, Maker>(address => (dashboard, post, _) => new WebhookChannel(new Uri(address), dashboard.ExternalUrl, post)),
    ];
}
