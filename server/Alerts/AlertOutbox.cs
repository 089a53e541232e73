using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts;

/// <summary>Delivers what is enqueued for one channel. It sends the Alert as it is by now: a "firing" that comes late does not
/// raise what has ended.</summary>
internal sealed class AlertOutbox(IAlertChannel channel, AlertReader reader) : IOutboxHandler
{
    public const string TopicPrefix = "alert:";

    public string Topic => TopicOf(channel);

    public static string TopicOf(IAlertChannel channel) => TopicPrefix + channel.Name;

    public async Task<DeliveryOutcome> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        await reader.FindAsync(Guid.Parse(message.Payload), cancellationToken) is { } alert
            ? await channel.SendAsync([alert], cancellationToken)
            : new DeliveryOutcome.Rejected("the alert is not there any more");
}
