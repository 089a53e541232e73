using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto", ...}]</summary>
internal sealed partial class SitesPart(IEnumerable<ISettingsJudge> judges) : IInventoryPart
{
    public string Section => "sites";

    public async Task ApplyAsync(JsonElement section, FleetDb db, ICollection<string> changes, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        var judge = judges.SingleOrDefault(judge => judge.Section == Section);
        foreach (var (path, item) in items)
        {
            Judge(path, item, judge, faults);
        }

        InventorySection.ThrowIfAny(faults);

        var known = await db.Sites.ToDictionaryAsync(site => site.Id, cancellationToken);
        foreach (var (_, item) in items)
        {
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
            InventorySection.Tell(db, site, "site " + site.Id, changes);
        }
    }

    private static void Judge(string path, Item item, ISettingsJudge? judge, List<string> faults)
    {
        InventorySection.JudgeId(path, item.Id, faults);
        InventorySection.JudgeJurisdiction(path, item.Jurisdiction, faults);
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
        string Id, string Jurisdiction, string TimeZone, string? Name = null, string? TicketProvider = null, JsonElement? TicketSettings = null, string? Contact = null);
}
