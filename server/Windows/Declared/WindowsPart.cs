using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Windows.Declared;

/// <summary>"windows": [...], each a <see cref="WindowItem"/>.</summary>
internal sealed class WindowsPart(TimeProvider time) : IInventoryPart
{
    public string Section => "windows";

    public async Task ApplyAsync(JsonElement section, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<WindowItem>(section, Section, faults);
        var zones = await DeclaredZones.ReadAsync(db, cancellationToken);
        InventorySection.JudgeOnce(items, item => $"{item.Name}\" of site \"{item.Site}", "name", "window", faults);
        var said = items.Select(entry => (entry.Path, Window: Judge(entry.Path, entry.Item, zones, faults))).ToList();
        InventorySection.ThrowIfAny(faults);

        var known = await db.MaintenanceWindows.IgnoreQueryFilters().ToDictionaryAsync(window => (window.SiteId, window.Name), cancellationToken);
        foreach (var (path, window) in said)
        {
            var standing = known.GetValueOrDefault((window.SiteId, window.Name));
            if (declaration.MayBringBack(path, $"window {window.Name} of {window.SiteId}", standing?.RetiredAt))
            {
                Declare(db, path, window, standing, declaration);
            }
        }
    }

    private void Declare(FleetDb db, string path, MaintenanceWindow said, MaintenanceWindow? standing, Declaration declaration)
    {
        var what = $"window {said.Name} of {said.SiteId}";
        if (standing is null)
        {
            db.Add(said);
        }
        else
        {
            standing.Take(said);
            standing.RetiredAt = null;
        }

        var window = standing ?? said;
        if (db.Entry(window).State == EntityState.Unchanged || !declaration.MayChange(path, what, db.Entry(window), window.ChangedBy))
        {
            return;
        }

        InventorySection.Tell(db, window, what, declaration.Changes);
        window.Changed(declaration.Actor, time.GetUtcNow());
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

    private static MaintenanceWindow Judge(string path, WindowItem item, IReadOnlyDictionary<string, TimeZoneInfo> zones, List<string> faults)
    {
        if (!zones.ContainsKey(item.Site))
        {
            faults.Add($"{path}.site: there is no site \"{item.Site}\".");
        }

        if (!Names.IsWord(item.Name))
        {
            faults.Add($"{path}.name: \"{item.Name}\" must be 1 to 50 letters, digits, '-', '_' or '.'.");
        }

        var before = faults.Count;
        var window = item.Read(path, faults);
        // Of times that could not be read nothing more is to be said.
        var wrong = faults.Count > before ? WindowFaults.OfDuration(window) : WindowFaults.Of(window, zones.GetValueOrDefault(item.Site) ?? TimeZoneInfo.Utc);
        faults.AddRange(wrong.Select(fault => $"{path}.{fault.Key}: {fault.Fault}"));
        return window;
    }
}
