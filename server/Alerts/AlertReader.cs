using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts;

/// <summary>Reads Alerts as channels send them.</summary>
internal sealed class AlertReader(IDbContextFactory<FleetDb> contexts, DashboardOptions dashboard)
{
    public async Task<AlertState?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alert = await db.Alerts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return alert is null ? null : Map(alert, await CountsAsync(db, [alert], cancellationToken));
    }

    /// <summary>What fires, and what ended after <paramref name="endedAfter"/>.</summary>
    public async Task<IReadOnlyList<AlertState>> CurrentAsync(DateTimeOffset endedAfter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alerts = await db.Alerts.AsNoTracking()
            .Where(row => row.HeldSince == null && (row.EndedAt == null || row.EndedAt > endedAfter)).ToListAsync(cancellationToken);
        var counts = await CountsAsync(db, alerts, cancellationToken);
        return [.. alerts.Select(alert => Map(alert, counts))];
    }

    /// <summary>How often what an Alert tells of came, by its Condition.</summary>
    private static Task<Dictionary<Guid, int>> CountsAsync(FleetDb db, IReadOnlyCollection<Alert> alerts, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. alerts.Select(alert => alert.ConditionId).OfType<Guid>()];
        return db.Conditions.AsNoTracking().Where(row => ids.Contains(row.Id) && row.Count > 1).ToDictionaryAsync(row => row.Id, row => row.Count, cancellationToken);
    }

    private AlertState Map(Alert alert, Dictionary<Guid, int> counts)
    {
        var labels = JsonSerializer.Deserialize<Dictionary<string, string>>(alert.Labels)!;
        var annotations = JsonSerializer.Deserialize<Dictionary<string, string>>(alert.Annotations)!;
        if (alert.ConditionId is { } id && counts.TryGetValue(id, out var count))
        {
            annotations["count"] = count.ToString(CultureInfo.InvariantCulture);
        }

        if (alert.Times > 1)
        {
            annotations.TryAdd("count", alert.Times.ToString(CultureInfo.InvariantCulture));
            annotations["flapping"] = string.Create(CultureInfo.InvariantCulture, $"came {alert.Times} times since {alert.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm'Z'}");
        }

        var url = Url(alert, labels);
        if (url is not null)
        {
            annotations["dashboard_url"] = url;
        }

        return new AlertState
        {
            Id = alert.Id,
            Labels = labels,
            Annotations = annotations,
            StartedAt = alert.StartedAt,
            EndedAt = alert.EndedAt,
            Url = url,
        };
    }

    // To where the person can act: the drain, the Host with its Conditions, or the fleet where a Pool is short.
    private string? Url(Alert alert, Dictionary<string, string> labels)
    {
        var page = alert switch
        {
            { DrainId: { } drain } => $"drains/{drain}",
            { PoolId: not null } => "",
            { HostId: null } => "journal",
            _ => $"hosts/{Uri.EscapeDataString(labels["host"])}",
        };
        return dashboard.LinkTo(page);
    }
}
