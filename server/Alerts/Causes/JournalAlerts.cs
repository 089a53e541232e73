using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Each reason why the Journal proves less than it should. Every replica has its own folder, sinks and role, and tells of those alone.</summary>
internal sealed class JournalAlerts(JournalFaults faults, DataFolder folder, TimeProvider time) : IAlertSource
{
    private const string Replica = "instance";

    private string Here => $"{Environment.MachineName}:{folder.At("")}";

    public IReadOnlyCollection<AlertCause> Causes => [AlertCause.JournalNotProven];

    public IReadOnlyCollection<string> ToldBy => [];

    public async Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var now = faults.Now;
        if (now.Count == 0)
        {
            return [];
        }

        var open = await OpenAsync(db, cancellationToken);
        return [.. now.Where(fault => !open.Any(alert => alert.Fault == fault.Key)).Select(fault => AlertText.Of(fault, Here, time.GetUtcNow()))];
    }

    public async Task<IReadOnlyList<Guid>> OverAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var now = faults.Now;
        return [.. (await OpenAsync(db, cancellationToken)).Where(alert => !now.Any(fault => fault.Key == alert.Fault)).Select(alert => alert.Id)];
    }

    private async Task<IReadOnlyList<(Guid Id, string Fault)>> OpenAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var open = await db.Alerts.AsNoTracking().Where(alert => alert.Cause == AlertCause.JournalNotProven && alert.EndedAt == null)
            .Select(alert => new { alert.Id, alert.Labels }).ToListAsync(cancellationToken);
        return [.. from alert in open
                   let labels = JsonSerializer.Deserialize<Dictionary<string, string>>(alert.Labels)!
                   where labels[Replica] == Here
                   select (alert.Id, labels["fault"])];
    }
}
