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

    /// <summary>A receiver that is being installed anew answers 404 for a while, and one whose token was changed 401: what fires is owed
    /// until somebody took it.</summary>
    private static readonly TimeSpan RefusedAgain = TimeSpan.FromSeconds(30);

    public async Task<DeliveryOutcome> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(Guid.Parse(message.Payload), cancellationToken) is not { } alert)
        {
            return new DeliveryOutcome.Rejected("the alert is not there any more");
        }

        return await channel.SendAsync([alert], cancellationToken) switch
        {
            DeliveryOutcome.Rejected rejected when alert.EndedAt is null => new DeliveryOutcome.RetryLater(rejected.Reason, RefusedAgain),
            var outcome => outcome,
        };
    }
}
