using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto", ...}]</summary>
internal sealed partial class SitesPart(IEnumerable<ISettingsJudge> judges, TimeProvider time) : IInventoryPart
{
    public string Section => "sites";

    public async Task ApplyAsync(JsonElement section, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        var judge = judges.SingleOrDefault(judge => judge.Section == Section);
        InventorySection.JudgeOnce(items, item => item.Id, "id", "site", faults);
        foreach (var (path, item) in items)
        {
            Judge(path, item, judge, faults);
            if (item is { TicketProvider: null, TicketSettings: not null })
            {
                declaration.Warnings.Add($"{path}.ticketSettings: count for nothing without a ticketProvider; its tickets stay on the dashboard.");
            }
        }

        InventorySection.ThrowIfAny(faults);

        var known = await db.SitesEver.ToDictionaryAsync(site => site.Id, cancellationToken);
        foreach (var (path, item) in items)
        {
            if (!declaration.MayBringBack(path, "site " + item.Id, known.GetValueOrDefault(item.Id)?.RetiredAt))
            {
                continue;
            }

            declaration.Sites[item.Id] = path;
            if (!known.TryGetValue(item.Id, out var site))
            {
                site = new Site { Id = item.Id, Name = item.Id, Jurisdiction = item.Jurisdiction, TimeZone = item.TimeZone };
                db.Add(site);
                known.Add(site.Id, site);
            }

            site.Name = item.Name ?? item.Id;
            site.Jurisdiction = item.Jurisdiction;
            site.TimeZone = item.TimeZone;
            site.TicketProvider = item.TicketProvider;
            site.TicketSettings = Json.Of(item.TicketSettings, site.TicketSettings);
            site.Contact = item.Contact ?? "";
            site.RetiredAt = null;
            InventorySection.Tell(db, site, "site " + site.Id, declaration.Changes);
        }
    }

    public async Task RetireAsync(IReadOnlyList<RetiredName> names, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var name in names)
        {
            var site = await db.SitesEver.SingleOrDefaultAsync(site => site.Id == name.Name, cancellationToken);
            if (!InventorySection.Stands(site, name, "site", declaration))
            {
                continue;
            }

            var hosts = await db.Hosts.Where(host => host.SiteId == name.Name).OrderBy(host => host.Name).Select(host => host.Name).ToListAsync(cancellationToken);
            var people = await db.People.Where(person => person.SiteId == name.Name && !person.Disabled).OrderBy(person => person.UserName)
                .Select(person => person.UserName).ToListAsync(cancellationToken);
            if (hosts.Count > 0)
            {
                faults.Add($"{name.Path}: site {name.Name} cannot be retired: {string.Join(", ", hosts)} stand there; retire or move them first.");
            }
            else if (people.Count > 0)
            {
                faults.Add($"{name.Path}: site {name.Name} cannot be retired: {string.Join(", ", people)} may see that site alone; disable them first.");
            }
            else
            {
                site!.RetiredAt = time.GetUtcNow();
                declaration.Changes.Add($"site {name.Name} retired");
            }
        }

        InventorySection.ThrowIfAny(faults);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static void Judge(string path, Item item, ISettingsJudge? judge, List<string> faults)
    {
        InventorySection.JudgeId(path, item.Id, faults);
        InventorySection.JudgeJurisdiction(path, item.Jurisdiction, faults);
        InventorySection.JudgeText($"{path}.name", item.Name, faults);
        InventorySection.JudgeText($"{path}.contact", item.Contact, faults, longest: 500);
        // A zone is looked for as a file: what is not written as a zone is looked for nowhere.
        if (!ZoneName().IsMatch(item.TimeZone) || !TimeZoneInfo.TryFindSystemTimeZoneById(item.TimeZone, out _))
        {
            faults.Add($"{path}.timeZone: \"{item.TimeZone}\" is no IANA time zone that this machine knows, as America/Toronto.");
        }

        // Without a provider tickets stay on the dashboard.
        if (item.TicketProvider is { } provider)
        {
            InventorySection.JudgePlugIn(judge, ($"{path}.ticketProvider", provider), ($"{path}.ticketSettings", item.TicketSettings), faults);
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9][A-Za-z0-9_+-]*){0,3}\z")]
    private static partial Regex ZoneName();

    private sealed record Item(
        string Id, string Jurisdiction, string TimeZone, string? Name = null, string? TicketProvider = null, JsonElement? TicketSettings = null, string? Contact = null,
        bool Retired = false);
}
