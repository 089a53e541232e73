using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Windows;

/// <summary>Reads a Site's Windows and blackouts and asks the calendar.</summary>
internal sealed class SiteWindows
{
    /// <summary>The Window that is open, else the next one; null: the Site has none.</summary>
    public async Task<WindowTime?> NextAsync(FleetDb db, string siteId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await LookAsync(db, siteId, now, cancellationToken)).Next;

    public async Task<WindowOutlook> LookAsync(FleetDb db, string siteId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var windows = await db.MaintenanceWindows.AsNoTracking()
            .Where(window => window.SiteId == siteId).ToListAsync(cancellationToken);
        var blackouts = await db.Blackouts.AsNoTracking()
            .Where(blackout => (blackout.SiteId == null || blackout.SiteId == siteId) && blackout.EndsAt > now).ToListAsync(cancellationToken);
        var zone = windows.Count == 0
            ? TimeZoneInfo.Utc
            : TimeZoneInfo.FindSystemTimeZoneById(await db.SitesEver.Where(site => site.Id == siteId).Select(site => site.TimeZone).SingleAsync(cancellationToken));
        return MaintenanceCalendar.Look(windows, blackouts, zone, now);
    }
}
