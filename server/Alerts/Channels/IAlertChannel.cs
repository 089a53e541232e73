using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts.Channels;

/// <summary>One receiver of Alerts. Sending the same state twice has the effect of once; the channel knows whether a retry can
/// help, the outbox does the retrying.</summary>
internal interface IAlertChannel
{
    /// <summary>Unique, stable and free of secrets: it stands in the database and on the dashboard.</summary>
    string Name { get; }

    /// <summary>Whether what is not told again ends there by itself.</summary>
    bool EndsByItself => false;

    Task<DeliveryOutcome> SendAsync(IReadOnlyList<AlertState> alerts, CancellationToken cancellationToken);
}
