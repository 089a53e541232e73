using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Fleet.Retirement;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>"hosts": [{"name": "gpu-yul1-01", "site": "yul1", "rack": "B07", "u": 12, "pool": "llm-ca", "targetName": "s1", ...}]</summary>
internal sealed class HostsPart(HostRetirement retirement) : IInventoryPart
{
    private const int HighestU = 60;

    public string Section => "hosts";

    public async Task ApplyAsync(JsonElement section, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        // Sites and pools of this very inventory are tracked, not yet saved.
        await db.Sites.LoadAsync(cancellationToken);
        await db.Pools.LoadAsync(cancellationToken);
        var known = await db.HostsEver.ToDictionaryAsync(host => host.Name, cancellationToken);
        InventorySection.JudgeOnce(items, item => item.Name, "name", "host", faults);
        items.RemoveAll(entry => !declaration.MayBringBack(entry.Path, entry.Item.Name, known.GetValueOrDefault(entry.Item.Name)?.RetiredAt));
        foreach (var (path, item) in items)
        {
            Judge(path, item, db, known.GetValueOrDefault(item.Name), faults);
            if (item.U > 0 && string.IsNullOrEmpty(item.Rack))
            {
                declaration.Warnings.Add($"{path}.u: {item.Name} stands at U{item.U} of no rack; name the rack.");
            }
        }

        foreach (var (path, item) in items)
        {
            JudgeGateway(path, item, items, known, faults);
        }

        InventorySection.ThrowIfAny(faults);
        await StoreAsync(items, known, db, declaration, cancellationToken);
    }

    public async Task RetireAsync(IReadOnlyList<RetiredName> names, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var together = names.Select(name => name.Name).ToHashSet();
        foreach (var name in names)
        {
            var host = await db.HostsEver.SingleOrDefaultAsync(host => host.Name == name.Name, cancellationToken);
            if (!InventorySection.Stands(host, name, "host", declaration))
            {
                continue;
            }

            if (await retirement.AgainstAsync(db, host!, together, cancellationToken) is { Count: > 0 } against)
            {
                faults.Add($"{name.Path}: host {name.Name} cannot be retired: {string.Join("; ", against)}.");
                continue;
            }

            await retirement.RetireAsync(db, host!, declaration.Actor, declaration.Because, cancellationToken);
            declaration.Changes.Add($"host {name.Name} retired");
        }

        InventorySection.ThrowIfAny(faults);
    }

    private async Task StoreAsync(
        List<(string Path, Item Item)> items, Dictionary<string, Host> known, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        // Before any of them is named as a gateway.
        var added = items.Where(entry => !known.ContainsKey(entry.Item.Name)).Select(entry => entry.Item.Name).ToHashSet();
        foreach (var (_, item) in items.Where(entry => added.Contains(entry.Item.Name)))
        {
            known.Add(item.Name, new Host { Id = Guid.CreateVersion7(), Name = item.Name, SiteId = item.Site });
            db.Add(known[item.Name]);
        }

        foreach (var (path, item) in items)
        {
            var host = known[item.Name];
            declaration.Hosts[item.Name] = path;
            if (host.RetiredAt is not null)
            {
                await retirement.BringBackAsync(db, host, cancellationToken);
                declaration.Changes.Add($"host {host.Name} is back");
            }

            host.SiteId = item.Site;
            host.Rack = item.Rack ?? "";
            host.U = item.U;
            host.Height = item.Height;
            host.PoolId = item.Pool;
            host.TargetName = item.TargetName;
            host.AssetTag = item.AssetTag;
            if (!added.Contains(item.Name))
            {
                host.BmcGatewayId = GatewayOf(item, known);
            }

            InventorySection.Tell(db, host, "host " + host.Name, declaration.Changes);
        }

        // Two new Hosts may be each other's gateway: both must be there first.
        await db.SaveChangesAsync(cancellationToken);
        foreach (var (_, item) in items.Where(entry => added.Contains(entry.Item.Name)))
        {
            known[item.Name].BmcGatewayId = GatewayOf(item, known);
        }
    }

    private static Guid? GatewayOf(Item item, Dictionary<string, Host> known) => item.BmcGateway is { } gateway ? known[gateway].Id : null;

    private static void Judge(string path, Item item, FleetDb db, Host? present, List<string> faults)
    {
        JudgeWords(path, item, faults);
        if (item.U < 0 || item.Height is < 1 or > HighestU || item.U + item.Height - 1 > HighestU)
        {
            faults.Add(item.Height == 1
                ? $"{path}.u: {item.U} must be the lowest U that the host occupies, 1 to {HighestU}; 0 where it is not known."
                : $"{path}.height: {item.Height} at U{item.U} must be how many U the host is high, and end at U{HighestU} at most.");
        }

        var site = db.Sites.Local.FindEntry(item.Site)?.Entity;
        if (site is null or { RetiredAt: not null })
        {
            faults.Add($"{path}.site: there is no site \"{item.Site}\"; declare it under sites.");
        }

        if (item.Pool is not null)
        {
            var pool = db.Pools.Local.FindEntry(item.Pool)?.Entity;
            if (pool is null or { RetiredAt: not null })
            {
                faults.Add($"{path}.pool: there is no pool \"{item.Pool}\"; declare it under pools.");
            }
            else if (site is not null && pool.Jurisdiction != site.Jurisdiction)
            {
                faults.Add($"{path}.pool: {pool.Id} is under the law of {pool.Jurisdiction}, but site {site.Id} under that of {site.Jurisdiction}; a pool stays inside one jurisdiction.");
            }
        }

        if (present is not (null or { ServiceState: ServiceState.InService } or { RetiredAt: not null }))
        {
            JudgeOutOfService(path, item, present, faults);
        }
    }

    private static void JudgeWords(string path, Item item, List<string> faults)
    {
        if (!Names.IsWord(item.Name, longest: 253))
        {
            faults.Add($"{path}.name: \"{item.Name}\" must be letters, digits, '-', '_' or '.'.");
        }

        if (item.TargetName is not null && !Names.IsWord(item.TargetName, longest: 253))
        {
            faults.Add($"{path}.targetName: \"{item.TargetName}\" must be letters, digits, '-', '_' or '.'.");
        }

        InventorySection.JudgeText($"{path}.rack", item.Rack, faults);
        InventorySection.JudgeText($"{path}.assetTag", item.AssetTag, faults);
    }

    /// <summary>Its Drain knows it by its Pool and by its name in the target.</summary>
    private static void JudgeOutOfService(string path, Item item, Host present, List<string> faults)
    {
        if (present.PoolId != item.Pool)
        {
            faults.Add($"{path}.pool: {item.Name} is out of service; bring its drain to an end before it changes its pool.");
        }

        if (present.TargetName != item.TargetName)
        {
            faults.Add($"{path}.targetName: {item.Name} is out of service; bring its drain to an end before its target knows it by another name, or the old one stays drained.");
        }
    }

    private static void JudgeGateway(
        string path, Item item, List<(string Path, Item Item)> items, Dictionary<string, Host> known, List<string> faults)
    {
        if (item.BmcGateway is not { } gateway)
        {
            return;
        }

        var site = items.Find(entry => entry.Item.Name == gateway).Item?.Site
            ?? (known.GetValueOrDefault(gateway) is { RetiredAt: null } other ? other.SiteId : null);
        if (gateway == item.Name)
        {
            faults.Add($"{path}.bmcGateway: {gateway} cannot be its own gateway: its agent is silent when its gateway is needed.");
        }
        else if (site is null)
        {
            faults.Add($"{path}.bmcGateway: there is no host \"{gateway}\"; declare it under hosts.");
        }
        else if (site != item.Site)
        {
            faults.Add($"{path}.bmcGateway: {gateway} stands at site {site}, but {item.Name} at {item.Site}; a gateway reaches BMCs of its own site.");
        }
    }

    private sealed record Item(
        string Name, string Site, string? Rack = null, int U = 0, int Height = 1, string? Pool = null, string? TargetName = null, string? AssetTag = null,
        string? BmcGateway = null, bool Retired = false);
}
