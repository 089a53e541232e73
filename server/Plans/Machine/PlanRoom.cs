namespace SovereignFleet.Server.Plans.Machine;

/// <summary>How many more Hosts may go out now: the Plan's limits, and the guard's arithmetic with those that are on their way out but not
/// reserved yet. The guard itself is asked again when each is reserved.</summary>
internal sealed class PlanRoom
{
    private readonly Plan plan;
    private readonly List<OutPlace> places;
    private readonly Dictionary<string, int> onTheWay;
    private int own;

    public PlanRoom(PlanView view)
    {
        plan = view.Plan;
        var live = view.Hosts.Where(host => host.Drain is { IsLive: true }).ToList();
        var notBegun = live.Where(host => host.Drain is { IsNotBegun: true } && host.PoolId is not null).ToList();
        own = live.Count;
        onTheWay = notBegun.GroupBy(host => host.PoolId!).ToDictionary(pool => pool.Key, pool => pool.Count());
        places = [.. view.Out, .. notBegun.Select(Place)];
    }

    /// <summary>What stands against one more, this one; null: it may go, and is to be taken.</summary>
    public Blocker? WhyNot(SeenHost host)
    {
        var pool = places.Count(place => place.PoolId == host.PoolId);
        var rack = places.Count(place => place.SiteId == host.SiteId && place.Rack == host.Rack);
        return own >= plan.AtOnce ? Full("of the plan", plan.AtOnce)
            : plan.PerPool is { } ofPool && pool >= ofPool ? Full($"of pool {host.PoolId}", ofPool)
            : plan.PerRack is { } ofRack && rack >= ofRack ? Full(host.Rack.Length > 0 ? $"of rack {host.Rack}" : $"of {host.SiteId} in no declared rack", ofRack)
            : Guard(host);
    }

    public void Take(SeenHost host)
    {
        own++;
        places.Add(Place(host));
        onTheWay[host.PoolId!] = onTheWay.GetValueOrDefault(host.PoolId!) + 1;
    }

    private Blocker? Guard(SeenHost host)
    {
        if (host.Guard is not { } guard)
        {
            return null;
        }

        var left = guard.Available - onTheWay.GetValueOrDefault(host.PoolId!) - guard.Takes;
        return guard.Allowed && left >= guard.Required + guard.Spare
            ? null
            : new($"the pool cannot spare it now: {guard.Sentence}", "another host of the pool is back in service, or the pool requires fewer");
    }

    private static Blocker Full(string of, int limit) => new($"at most {limit} {(limit == 1 ? "host" : "hosts")} {of} {(limit == 1 ? "is" : "are")} out at once", "one of them is back in service");

    private static OutPlace Place(SeenHost host) => new(host.Row.HostId, host.PoolId!, host.SiteId, host.Rack);
}
