using System.Text.Json;

namespace SovereignFleet.Simulator.Plan;

/// <summary>The plan in the form that the control plane declares its fleet in: docs/inventory.md.</summary>
internal static class InventoryFile
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static string Text(FleetPlan plan, string balancerSocket) => JsonSerializer.Serialize(
        new
        {
            sites = plan.Sites.Select(site => new
            {
                id = site.Id,
                name = site.Name,
                jurisdiction = site.Jurisdiction,
                timeZone = site.TimeZone,
                ticketProvider = "email",
                ticketSettings = new { to = $"hands-{site.Id}@example.net" },
                contact = $"Remote hands {site.Name}",
            }),
            pools = plan.Sites.Select(site => new
            {
                id = site.Pool,
                name = site.PoolName,
                jurisdiction = site.Jurisdiction,
                required = site.Required,
                spare = site.Spare,
                target = "haproxy",
                targetSettings = new { endpoints = new[] { "unix:" + balancerSocket }, backend = site.Pool },
                automaticApproval = false,
                drainDeadline = "00:30:00",
            }),
            hosts = plan.Hosts.Select(host => new
            {
                name = host.Name,
                site = host.Site,
                rack = host.Rack,
                u = host.U,
                pool = host.Pool,
                targetName = host.TargetName,
                assetTag = $"A-{host.Number + 1:000}",
            }),
            windows = plan.Sites.Select(site => new { site = site.Id, name = "weekly", day = "Sunday", start = "02:00", duration = "04:00:00" }),
        },
        Readable);

    /// <summary>This Host alone, in no Pool: nothing here is known to send it requests.</summary>
    public static string ThisHost(string name) => JsonSerializer.Serialize(
        new
        {
            sites = new[] { new { id = "here", name = "Here", jurisdiction = "ZZ", timeZone = "Etc/UTC" } },
            hosts = new[] { new { name, site = "here", rack = "1", u = 1 } },
        },
        Readable);
}
