using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Windows;

namespace SovereignFleet.Server.Retention;

/// <summary>Removes Windows and blackouts that are long over, or long deleted. The last Window of a Site stays though it is over: without one the approval alone
/// would decide, and planned work would begin at an hour that nobody chose.</summary>
internal static class WindowsPast
{
    public static async Task RemoveAsync(FleetDb db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await db.Blackouts.IgnoreQueryFilters().Where(blackout => blackout.EndsAt < before || blackout.RetiredAt < before).ExecuteDeleteAsync(cancellationToken);
        await db.MaintenanceWindows.IgnoreQueryFilters().Where(window => window.RetiredAt < before).ExecuteDeleteAsync(cancellationToken);
        var zones = await db.SitesEver.ToDictionaryAsync(site => site.Id, site => site.TimeZone, cancellationToken);
        foreach (var ofSite in (await db.MaintenanceWindows.ToListAsync(cancellationToken)).GroupBy(window => window.SiteId))
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(zones[ofSite.Key]);
            var past = ofSite.Where(window => window.ChangedAt < before && MaintenanceCalendar.NextWindow([window], zone, before) is null).ToList();
            db.RemoveRange(past.Count < ofSite.Count() ? past : past.OrderBy(window => window.ChangedAt).SkipLast(1));
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
