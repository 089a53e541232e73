using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>Which alerts the page lists, and in which order: what fires first, then by severity, the newest first.</summary>
internal static class AlertSelection
{
    public static IReadOnlyList<Alert> Listed(IEnumerable<Alert> alerts, bool withResolved, TimeRange? range, string? siteId, FleetSnapshot? fleet, DateTimeOffset now)
    {
        // The alert of a Host that was sold does not tell its Site; the Problem does.
        var told = Problems(siteId, fleet).SelectMany(problem => problem.AlertIds).ToHashSet();
        return
        [
            .. alerts.Where(alert => alert.Firing || withResolved && TimeRange.Includes(range, alert.EndedAt ?? alert.StartedAt, now))
                .Where(alert => told.Contains(alert.Id) || AlertPlace.Of(alert, fleet).IsIn(siteId, fleet))
                .OrderByDescending(alert => alert.Firing).ThenByDescending(alert => alert.Severity).ThenByDescending(alert => alert.StartedAt),
        ];
    }

    /// <summary>The Problems that the page lists: those of the Site.</summary>
    public static IReadOnlyList<Problem> Problems(string? siteId, FleetSnapshot? fleet) => fleet is null ? [] :
        [.. fleet.Problems.Where(problem => AlertPlace.Of(new AlertGroup(problem, []), fleet).IsIn(siteId, fleet))];

    /// <summary>The conditions that this person is asked to acknowledge, all at once, the headline's first; empty where there is nothing to.</summary>
    public static IReadOnlyList<Condition> ToAcknowledge(AlertGroup row, IReadOnlyDictionary<string, Condition> conditions, SignedIn person) =>
        !row.Firing || Rights.WhyNotDecide(person) is not null ? [] :
        [.. row.ConditionIds.Select(id => conditions.GetValueOrDefault(id)).OfType<Condition>().Where(condition => condition.AcknowledgedBy.Length == 0)];
}
