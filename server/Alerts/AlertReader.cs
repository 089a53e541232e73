using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Database;

namespace SovereignFleet.Server.Alerts;

/// <summary>Reads Alerts as channels send them.</summary>
internal sealed class AlertReader(IDbContextFactory<FleetDb> contexts, AlertsOptions options)
{
    public async Task<AlertState?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alert = await db.Set<Alert>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return alert is null ? null : Map(alert);
    }

    /// <summary>What fires, and what ended after <paramref name="endedAfter"/>.</summary>
    public async Task<IReadOnlyList<AlertState>> CurrentAsync(DateTimeOffset endedAfter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alerts = await db.Set<Alert>().AsNoTracking()
            .Where(row => row.EndedAt == null || row.EndedAt > endedAfter).ToListAsync(cancellationToken);
        return [.. alerts.Select(Map)];
    }

    private AlertState Map(Alert alert) => new()
    {
        Id = alert.Id,
        Labels = JsonSerializer.Deserialize<Dictionary<string, string>>(alert.Labels)!,
        Annotations = Links(alert, JsonSerializer.Deserialize<Dictionary<string, string>>(alert.Annotations)!),
        StartedAt = alert.StartedAt,
        EndedAt = alert.EndedAt,
        Url = Url(alert),
    };

    private Dictionary<string, string> Links(Alert alert, Dictionary<string, string> annotations)
    {
        if (Url(alert) is { } url)
            annotations["dashboard_url"] = url;
        return annotations;
    }

    // To where the person can act: the drain, or the Host with its Conditions.
    private string? Url(Alert alert) => (options.ExternalUrl.TrimEnd('/'), alert.DrainId) switch
    {
        ("", _) => null,
        (var dashboard, { } drain) => $"{dashboard}/drains/{drain}",
        (var dashboard, null) => $"{dashboard}/hosts/{Uri.EscapeDataString(JsonSerializer.Deserialize<Dictionary<string, string>>(alert.Labels)!["host"])}",
    };
}
