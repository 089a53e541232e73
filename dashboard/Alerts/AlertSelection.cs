using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>Which alerts the page lists, and in which order: what fires first, then by severity, the newest first.</summary>
internal static class AlertSelection
{
    public static IReadOnlyList<Alert> Listed(IEnumerable<Alert> alerts, bool withResolved, TimeRange? range, string? siteId, FleetSnapshot? fleet, DateTimeOffset now) =>
        [.. alerts.Where(alert => alert.Firing || withResolved && TimeRange.Includes(range, alert.EndedAt ?? alert.StartedAt, now))
            .Where(alert => AlertPlace.Of(alert, fleet).IsIn(siteId, fleet))
            .OrderByDescending(alert => alert.Firing).ThenByDescending(alert => alert.Severity).ThenByDescending(alert => alert.StartedAt)];

    /// <summary>The condition that this person is asked to acknowledge; null where there is nothing to.</summary>
    public static Condition? ToAcknowledge(Alert alert, Condition? condition, SignedIn person) =>
        alert.Firing && Rights.WhyNotDecide(person) is null && condition is { AcknowledgedBy.Length: 0 } ? condition : null;
}
