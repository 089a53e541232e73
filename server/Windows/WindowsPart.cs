using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Windows;

/// <summary>"windows": [{"site": "yul1", "name": "weekly", "day": "Sunday", "start": "02:00", "duration": "04:00:00"}]</summary>
internal sealed class WindowsPart(TimeProvider time) : IInventoryPart
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public string Section => "windows";

    public async Task ApplyAsync(JsonElement section, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        // Sites of the same inventory are added before, and not saved yet.
        var sites = (await db.Sites.ToListAsync(cancellationToken)).Concat(db.Sites.Local).Where(site => site.RetiredAt is null).Select(site => site.Id).ToHashSet();
        InventorySection.JudgeOnce(items, item => $"{item.Name}\" of site \"{item.Site}", "name", "window", faults);
        foreach (var (path, item) in items)
        {
            Judge(path, item, sites, faults);
        }

        InventorySection.ThrowIfAny(faults);

        var known = await db.MaintenanceWindows.IgnoreQueryFilters().ToDictionaryAsync(window => (window.SiteId, window.Name), cancellationToken);
        foreach (var (path, item) in items)
        {
            if (!declaration.MayBringBack(path, $"window {item.Name} of {item.Site}", known.GetValueOrDefault((item.Site, item.Name))?.RetiredAt))
            {
                continue;
            }

            if (!known.TryGetValue((item.Site, item.Name), out var window))
            {
                window = new MaintenanceWindow { SiteId = item.Site, Name = item.Name };
                db.Add(window);
                known.Add((item.Site, item.Name), window);
            }

            window.Day = Enum.Parse<DayOfWeek>(item.Day, ignoreCase: true);
            window.Start = item.Start;
            window.Duration = item.Duration;
            window.RetiredAt = null;
            InventorySection.Tell(db, window, $"window {item.Name} of {item.Site}", declaration.Changes);
        }
    }

    public async Task RetireAsync(IReadOnlyList<RetiredName> names, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            var window = await db.MaintenanceWindows.IgnoreQueryFilters()
                .SingleOrDefaultAsync(window => window.SiteId == name.Site && window.Name == name.Name, cancellationToken);
            if (InventorySection.Stands(window, name, $"window of site \"{name.Site}\"", declaration))
            {
                window!.RetiredAt = time.GetUtcNow();
                declaration.Changes.Add($"window {name.Name} of {name.Site} retired");
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static void Judge(string path, Item item, HashSet<string> sites, List<string> faults)
    {
        if (!sites.Contains(item.Site))
        {
            faults.Add($"{path}.site: there is no site \"{item.Site}\".");
        }

        if (!Names.IsWord(item.Name))
        {
            faults.Add($"{path}.name: \"{item.Name}\" must be 1 to 50 letters, digits, '-', '_' or '.'.");
        }

        if (!Enum.GetNames<DayOfWeek>().Contains(item.Day, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add($"{path}.day: \"{item.Day}\" must be a day of the week, as Sunday.");
        }

        if (item.Duration <= TimeSpan.Zero || item.Duration > Longest)
        {
            faults.Add($"{path}.duration: must be longer than nothing and at most a week, as 04:00:00.");
        }
    }

    private sealed record Item(string Site, string Name, string Day, TimeOnly Start, TimeSpan Duration, bool Retired = false);
}
