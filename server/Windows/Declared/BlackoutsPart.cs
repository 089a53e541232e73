using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Windows.Declared;

/// <summary>"blackouts": [{"site": "yul1", "name": "year-end", "from": "2026-12-20T00:00", "until": "2027-01-04T00:00", "note": "freeze"}]; without a site: the whole fleet,
/// and the times with their offset.</summary>
internal sealed class BlackoutsPart(TimeProvider time) : IInventoryPart
{
    public string Section => "blackouts";

    public async Task ApplyAsync(JsonElement section, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        var zones = await DeclaredZones.ReadAsync(db, cancellationToken);
        InventorySection.JudgeOnce(items, item => What(item.Site, item.Name), "name", "blackout", faults);
        var said = items.Select(entry => (entry.Path, Blackout: Judge(entry.Path, entry.Item, zones, faults))).ToList();
        InventorySection.ThrowIfAny(faults);

        // Of those that were taken away the last: it says whether this one may come back.
        var known = (await db.Blackouts.IgnoreQueryFilters().ToListAsync(cancellationToken)).GroupBy(row => (row.SiteId, row.Name))
            .ToDictionary(rows => rows.Key, rows => rows.OrderBy(row => row.RetiredAt is null).ThenBy(row => row.RetiredAt).Last());
        foreach (var (path, blackout) in said)
        {
            var standing = known.GetValueOrDefault((blackout.SiteId, blackout.Name));
            if (declaration.MayBringBack(path, What(blackout.SiteId, blackout.Name), standing?.RetiredAt))
            {
                Declare(db, path, blackout, standing, declaration);
            }
        }
    }

    private void Declare(FleetDb db, string path, Blackout said, Blackout? standing, Declaration declaration)
    {
        var what = What(said.SiteId, said.Name);
        if (standing is null)
        {
            db.Add(said);
        }
        else
        {
            (standing.StartsAt, standing.EndsAt, standing.Note, standing.RetiredAt) = (said.StartsAt, said.EndsAt, said.Note, null);
        }

        var blackout = standing ?? said;
        if (db.Entry(blackout).State == EntityState.Unchanged || !declaration.MayChange(path, what, db.Entry(blackout), blackout.ChangedBy))
        {
            return;
        }

        InventorySection.Tell(db, blackout, what, declaration.Changes);
        blackout.Changed(declaration.Actor, time.GetUtcNow());
    }

    public async Task RetireAsync(IReadOnlyList<RetiredName> names, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            var site = name.Site.Length == 0 ? null : name.Site;
            var blackout = await db.Blackouts.FirstOrDefaultAsync(row => row.SiteId == site && row.Name == name.Name, cancellationToken);
            if (InventorySection.Stands(blackout, name, site is null ? "blackout of the whole fleet" : $"blackout of site \"{site}\"", declaration))
            {
                blackout!.RetiredAt = time.GetUtcNow();
                declaration.Changes.Add($"{What(site, name.Name)} retired");
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private Blackout Judge(string path, Item item, IReadOnlyDictionary<string, TimeZoneInfo> zones, List<string> faults)
    {
        if (item.Site is not null && !zones.ContainsKey(item.Site))
        {
            faults.Add($"{path}.site: there is no site \"{item.Site}\".");
        }

        if (!Names.IsWord(item.Name))
        {
            faults.Add($"{path}.name: \"{item.Name}\" must be 1 to 50 letters, digits, '-', '_' or '.'.");
        }

        var zone = item.Site is null ? null : zones.GetValueOrDefault(item.Site) ?? TimeZoneInfo.Utc;
        var (from, until) = (WallClock.ReadInstant(item.From, zone), WallClock.ReadInstant(item.Until, zone));
        foreach (var (key, text, _) in new[] { ("from", item.From, from), ("until", item.Until, until) }.Where(one => one.Item3 is null))
        {
            faults.Add($"{path}.{key}: \"{text}\" must be a time, as 2026-12-20T00:00{(zone is null ? "-05:00; of the whole fleet it needs its offset" : " on the site's wall clock, or with an offset")}.");
        }

        var blackout = new Blackout
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            SiteId = item.Site,
            Name = item.Name,
            StartsAt = from ?? default,
            EndsAt = until ?? default,
            Note = item.Note ?? "",
        };
        faults.AddRange((from is null || until is null ? [] : WindowFaults.Of(blackout)).Select(fault => $"{path}.{fault.Key}: {fault.Fault}"));
        return blackout;
    }

    private static string What(string? site, string name) => site is null ? $"blackout {name} of the fleet" : $"blackout {name} of {site}";

    private sealed record Item(string Name, string From, string Until, string? Site = null, string? Note = null, bool Retired = false);
}
