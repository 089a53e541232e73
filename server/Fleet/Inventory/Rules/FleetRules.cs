namespace SovereignFleet.Server.Fleet.Inventory.Rules;

/// <summary>What no item alone shows: the fleet as it would stand, whichever file its parts came from. A fault is told where the inventory that is
/// declared has a part in it; what was so before stands in nobody's way. Pure.</summary>
internal static class FleetRules
{
    public static IEnumerable<string> Faults(IReadOnlyList<Site> sites, IReadOnlyList<Pool> pools, IReadOnlyList<Host> hosts, Declaration declared) =>
    [
        .. Spellings(sites.Select(site => site.Id), declared.Sites, "id"),
        .. Spellings(pools.Select(pool => pool.Id), declared.Pools, "id"),
        .. Spellings(hosts.Select(host => host.Name), declared.Hosts, "name"),
        .. AssetTags(hosts, declared),
        .. Places(hosts, declared),
        .. TargetNames(pools, hosts, declared),
        .. Laws(sites, pools, hosts, declared),
        .. Gateways(hosts, declared),
    ];

    /// <summary>Likely slips that may be meant: a Pool is often declared before its Hosts are.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<Pool> pools, IReadOnlyList<Host> hosts, Declaration declared)
    {
        foreach (var pool in pools)
        {
            var members = hosts.Where(host => host.PoolId == pool.Id).ToList();
            var path = declared.Pools.GetValueOrDefault(pool.Id) ?? members.Select(host => declared.Hosts.GetValueOrDefault(host.Name)).FirstOrDefault(found => found is not null);
            if (path is not null && pool.Required + pool.Spare > members.Count)
            {
                yield return pool.Required > members.Count
                    ? $"{path}: pool {pool.Id} requires {pool.Required} hosts and has {members.Count}: it is below what must stay, and no host of it can be drained."
                    : $"{path}: pool {pool.Id} requires {pool.Required} hosts and {pool.Spare} spare, and has {members.Count}: no host of it can be drained.";
            }
        }
    }

    private static IEnumerable<string> Spellings(IEnumerable<string> names, Dictionary<string, string> declared, string key) =>
        from same in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1 && same.Any(declared.ContainsKey)
        select $"{declared[same.Last(declared.ContainsKey)]}.{key}: {string.Join(" and ", same.Select(name => $"\"{name}\""))} are one name in two spellings; use one.";

    private static IEnumerable<string> AssetTags(IReadOnlyList<Host> hosts, Declaration declared) =>
        from same in hosts.Where(host => !string.IsNullOrWhiteSpace(host.AssetTag)).GroupBy(host => host.AssetTag!.Trim(), StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1 && Path(same, declared) is not null
        select $"{Path(same, declared)}.assetTag: {Names(same)} cannot both have the asset tag {same.Key}: it is what a technician knows one machine by.";

    private static IEnumerable<string> Places(IReadOnlyList<Host> hosts, Declaration declared)
    {
        foreach (var rack in hosts.Where(host => host.U > 0 && host.Rack.Length > 0).GroupBy(host => (host.SiteId, Rack: host.Rack.Trim().ToUpperInvariant())))
        {
            var upwards = rack.OrderBy(host => host.U).ThenBy(host => host.Name, StringComparer.Ordinal).ToList();
            for (var index = 0; index < upwards.Count; index++)
            {
                foreach (var higher in upwards.Skip(index + 1).TakeWhile(higher => higher.U < upwards[index].U + upwards[index].Height))
                {
                    Host[] both = [upwards[index], higher];
                    if (Path(both, declared) is { } path)
                    {
                        yield return $"{path}.u: {Names(both)} cannot both stand at U{higher.U} of {higher.Rack}.";
                    }
                }
            }
        }
    }

    private static IEnumerable<string> TargetNames(IReadOnlyList<Pool> pools, IReadOnlyList<Host> hosts, Declaration declared) =>
        from host in hosts
        join pool in pools on host.PoolId equals pool.Id
        group host by (pool.Target, Settings: Json.Plain(pool.TargetSettings), Name: host.TargetName ?? host.Name) into same
        where same.Count() > 1 && Path(same, declared) is not null
        select $"{Path(same, declared)}.targetName: {Names(same)} cannot both be {same.Key.Name} in one {same.Key.Target}: a drain of the one would take the other out, and leave it its traffic.";

    private static IEnumerable<string> Laws(IReadOnlyList<Site> sites, IReadOnlyList<Pool> pools, IReadOnlyList<Host> hosts, Declaration declared) =>
        from host in hosts
        join pool in pools on host.PoolId equals pool.Id
        join site in sites on host.SiteId equals site.Id
        let path = declared.Hosts.GetValueOrDefault(host.Name) ?? declared.Pools.GetValueOrDefault(pool.Id) ?? declared.Sites.GetValueOrDefault(site.Id)
        where pool.Jurisdiction != site.Jurisdiction && path is not null
        select $"{path}: {host.Name} of pool {pool.Id} ({pool.Jurisdiction}) stands at site {site.Id} ({site.Jurisdiction}); a pool stays inside one jurisdiction.";

    private static IEnumerable<string> Gateways(IReadOnlyList<Host> hosts, Declaration declared) =>
        from host in hosts
        join gateway in hosts on host.BmcGatewayId equals gateway.Id
        where host.SiteId != gateway.SiteId && Path([host, gateway], declared) is not null
        select $"{Path([host, gateway], declared)}: {gateway.Name} stands at site {gateway.SiteId} and is the bmcGateway of {host.Name} at {host.SiteId}; a gateway reaches BMCs of its own site.";

    private static string? Path(IEnumerable<Host> hosts, Declaration declared) =>
        hosts.Select(host => declared.Hosts.GetValueOrDefault(host.Name)).LastOrDefault(path => path is not null);

    private static string Names(IEnumerable<Host> hosts) => string.Join(" and ", hosts.Select(host => host.Name));
}
