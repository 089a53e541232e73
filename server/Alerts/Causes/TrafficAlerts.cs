using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Each Host in maintenance to which requests come: it was believed to be empty, and a technician may have it open.</summary>
internal sealed class TrafficAlerts(TimeProvider time) : IAlertSource
{
    public IReadOnlyCollection<AlertCause> Causes => [AlertCause.DrainTraffic];

    public IReadOnlyCollection<string> ToldBy => ["drains"];

    public async Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var fresh = await (
            from drain in WithTraffic(db).AsNoTracking()
            join host in db.HostsEver.AsNoTracking() on drain.HostId equals host.Id
            where !db.Alerts.Any(alert => alert.DrainId == drain.Id && alert.Cause == AlertCause.DrainTraffic && alert.EndedAt == null)
            select new { drain, host }).ToListAsync(cancellationToken);
        return fresh.ConvertAll(row => AlertText.Of(row.drain, AlertCause.DrainTraffic, failed: null, row.host, time.GetUtcNow()));
    }

    public async Task<IReadOnlyList<Guid>> OverAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var traffic = WithTraffic(db);
        return await db.Alerts
            .Where(alert => alert.EndedAt == null && alert.Cause == AlertCause.DrainTraffic && !traffic.Any(drain => drain.Id == alert.DrainId))
            .Select(alert => alert.Id).ToListAsync(cancellationToken);
    }

    private IQueryable<Drain> WithTraffic(FleetDb db)
    {
        var since = time.GetUtcNow() - Traffic.Stands;
        return db.Drains.Where(drain => Traffic.Empty.Contains(drain.State) && drain.TrafficAt > since);
    }
}
