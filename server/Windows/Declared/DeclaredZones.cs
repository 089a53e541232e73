using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Windows.Declared;

/// <summary>The zones of the Sites, with those that the same inventory has added and not saved yet.</summary>
internal static class DeclaredZones
{
    public static async Task<IReadOnlyDictionary<string, TimeZoneInfo>> ReadAsync(FleetDb db, CancellationToken cancellationToken) =>
        (await db.Sites.ToListAsync(cancellationToken)).Concat(db.Sites.Local).Where(site => site.RetiredAt is null)
            .GroupBy(site => site.Id).ToDictionary(sites => sites.Key, sites => TimeZoneInfo.FindSystemTimeZoneById(sites.First().TimeZone));
}
