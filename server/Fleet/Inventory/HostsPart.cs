using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>"hosts": [{"name": "gpu-yul1-01", "site": "yul1", "rack": "B07", "u": 12, "pool": "llm-ca", "targetName": "s1", ...}]</summary>
internal sealed class HostsPart : IInventoryPart
{
    private const int HighestU = 60;

    public string Section => "hosts";

    public async Task ApplyAsync(JsonElement section, FleetDb db, ICollection<string> changes, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        // Sites and pools of this very inventory are tracked, not yet saved.
        await db.Sites.LoadAsync(cancellationToken);
        await db.Pools.LoadAsync(cancellationToken);
        var known = await db.Hosts.ToDictionaryAsync(host => host.Name, cancellationToken);
        JudgeTogether(items, faults);
        foreach (var (path, item) in items)
        {
            Judge(path, item, db, known.GetValueOrDefault(item.Name), faults);
        }

        foreach (var (path, item) in items)
        {
            JudgeGateway(path, item, items, known, faults);
        }

        InventorySection.ThrowIfAny(faults);

        // Before any of them is named as a gateway.
        foreach (var (_, item) in items.Where(entry => !known.ContainsKey(entry.Item.Name)))
        {
            known.Add(item.Name, new Host { Id = Guid.CreateVersion7(), Name = item.Name, SiteId = item.Site });
            db.Add(known[item.Name]);
        }

        foreach (var (_, item) in items)
        {
            var host = known[item.Name];
            host.SiteId = item.Site;
            host.Rack = item.Rack ?? "";
            host.U = item.U;
            host.PoolId = item.Pool;
            host.TargetName = item.TargetName;
            host.AssetTag = item.AssetTag;
            host.BmcGatewayId = item.BmcGateway is { } gateway ? known[gateway].Id : null;
            InventorySection.Tell(db, host, "host " + host.Name, changes);
        }
    }

    private static void JudgeTogether(List<(string Path, Item Item)> items, List<string> faults)
    {
        foreach (var twins in items.GroupBy(entry => entry.Item.Name).Where(group => group.Count() > 1))
        {
            faults.Add($"{twins.Last().Path}.name: \"{twins.Key}\" is declared {twins.Count()} times; a name is one host's.");
        }

        var placed = items.Where(entry => !string.IsNullOrEmpty(entry.Item.Rack) && entry.Item.U > 0);
        foreach (var twins in placed.GroupBy(entry => (entry.Item.Site, entry.Item.Rack, entry.Item.U)).Where(group => group.Count() > 1))
        {
            faults.Add($"{twins.Last().Path}.u: {string.Join(" and ", twins.Select(entry => entry.Item.Name))} cannot both stand at U{twins.Key.U} of {twins.Key.Rack}.");
        }
    }

    private static void Judge(string path, Item item, FleetDb db, Host? present, List<string> faults)
    {
        if (!Names.IsWord(item.Name, longest: 253))
        {
            faults.Add($"{path}.name: \"{item.Name}\" must be letters, digits, '-', '_' or '.'.");
        }

        if (item.U is < 0 or > HighestU)
        {
            faults.Add($"{path}.u: {item.U} must be the lowest U that the host occupies, 1 to {HighestU}; 0 where it is not known.");
        }

        if (item.TargetName is not null && !Names.IsWord(item.TargetName, longest: 253))
        {
            faults.Add($"{path}.targetName: \"{item.TargetName}\" must be letters, digits, '-', '_' or '.'.");
        }

        var site = db.Sites.Local.FindEntry(item.Site)?.Entity;
        if (site is null)
        {
            faults.Add($"{path}.site: there is no site \"{item.Site}\"; declare it under sites.");
        }

        if (item.Pool is not null)
        {
            var pool = db.Pools.Local.FindEntry(item.Pool)?.Entity;
            if (pool is null)
            {
                faults.Add($"{path}.pool: there is no pool \"{item.Pool}\"; declare it under pools.");
            }
            else if (site is not null && pool.Jurisdiction != site.Jurisdiction)
            {
                faults.Add($"{path}.pool: {pool.Id} is under the law of {pool.Jurisdiction}, but site {site.Id} under that of {site.Jurisdiction}; a pool stays inside one jurisdiction.");
            }
        }

        if (present is not (null or { ServiceState: ServiceState.InService }))
        {
            JudgeOutOfService(path, item, present, faults);
        }
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

        var site = items.Find(entry => entry.Item.Name == gateway).Item?.Site ?? known.GetValueOrDefault(gateway)?.SiteId;
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
        string Name, string Site, string? Rack = null, int U = 0, string? Pool = null, string? TargetName = null, string? AssetTag = null,
        string? BmcGateway = null);
}
