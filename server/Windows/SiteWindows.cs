using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Windows;

/// <summary>Reads a Site's Windows and asks the calendar.</summary>
internal sealed class SiteWindows
{
    /// <summary>The Window that is open, else the next one; null: the Site has none.</summary>
    public async Task<WindowTime?> NextAsync(FleetDb db, string siteId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var windows = await db.MaintenanceWindows.AsNoTracking()
            .Where(window => window.SiteId == siteId).ToListAsync(cancellationToken);
        if (windows.Count == 0)
        {
            return null;
        }

        var zone = await db.Sites.Where(site => site.Id == siteId).Select(site => site.TimeZone).SingleAsync(cancellationToken);
        return MaintenanceCalendar.NextWindow(windows, TimeZoneInfo.FindSystemTimeZoneById(zone), now);
    }
}
