using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts.Holds;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Each firing Condition.</summary>
internal sealed class ConditionAlerts(TimeProvider time) : IAlertSource
{
    public IReadOnlyCollection<AlertCause> Causes => [AlertCause.Condition];

    public IReadOnlyCollection<string> ToldBy => ["conditions"];

    public async Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var fresh = await (
            from condition in db.Conditions.AsNoTracking()
            join host in db.Hosts.AsNoTracking() on condition.HostId equals host.Id
            join gpu in db.Gpus.AsNoTracking() on new { condition.HostId, Uuid = condition.GpuUuid ?? "" } equals new { gpu.HostId, gpu.Uuid } into gpus
            from gpu in gpus.DefaultIfEmpty()
            where condition.State == ConditionState.Firing
                && !db.Alerts.Any(alert => alert.ConditionId == condition.Id && alert.EndedAt == null)
            select new { condition, host, gpu }).ToListAsync(cancellationToken);
        var held = await HeldConditions.ReadAsync(db, fresh.ConvertAll(row => row.condition), time.GetUtcNow(), cancellationToken);
        return fresh.ConvertAll(row =>
        {
            var alert = AlertText.Of(row.condition, row.host, row.gpu, time.GetUtcNow());
            alert.HeldSince = held.TryGetValue(row.condition.Id, out var since) ? since : null;
            return alert;
        });
    }

    public async Task<IReadOnlyList<Guid>> OverAsync(FleetDb db, CancellationToken cancellationToken) => await db.Alerts
        .Where(alert => alert.EndedAt == null && alert.ConditionId != null
            && !db.Conditions.Any(row => row.Id == alert.ConditionId && row.State == ConditionState.Firing))
        .Select(alert => alert.Id).ToListAsync(cancellationToken);
}
