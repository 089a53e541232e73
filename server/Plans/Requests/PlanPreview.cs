using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Plans.Machine;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>Who, when, what stands against it and what lifts that, and what the guard says. Pure.</summary>
internal static class PlanPreview
{
    /// <param name="wholePools">The Pools whose Hosts may be named to whoever asks.</param>
    public static Wire.PreviewPlanResponse Of(PlanSketch sketch, IReadOnlySet<string> wholePools, DateTimeOffset now)
    {
        var from = sketch.Plan.NotBefore > now ? sketch.Plan.NotBefore.Value : now;
        var room = new PlanRoom(sketch.View);
        var first = new List<SeenHost>();
        var answer = new Wire.PreviewPlanResponse();
        foreach (var host in sketch.View.Hosts)
        {
            var waits = host.Row.State == PlanHostState.Waiting;
            var full = waits ? room.WhyNot(host) : null;
            if (waits && full is null)
            {
                room.Take(host);
                first.Add(host);
            }

            var blocker = waits ? Blockers.Now(sketch.Plan, host, from) ?? full : new Blocker(host.Row.Why, host.Row.Lifts);
            answer.Hosts.Add(Map(host, blocker, waits ? Begins(host, from) : null));
        }

        foreach (var pool in sketch.View.Hosts.Where(host => host.Guard is not null && host.Row.State == PlanHostState.Waiting).GroupBy(host => host.PoolId!))
        {
            answer.Pools.Add(new Wire.PlanPool
            {
                PoolId = pool.Key,
                Hosts = (uint)pool.Count(),
                AtOnce = (uint)first.Count(host => host.PoolId == pool.Key),
                Verdict = pool.First().Guard!.ToWire(wholePools.Contains(pool.Key)),
            });
        }

        return answer;
    }

    private static DateTimeOffset Begins(SeenHost host, DateTimeOffset from) => host.Window is { } window && window.Start > from ? window.Start : from;

    private static Wire.PlanHost Map(SeenHost host, Blocker? blocker, DateTimeOffset? begins) => new()
    {
        HostName = host.Name,
        SiteId = host.SiteId,
        Rack = host.Rack,
        U = (uint)host.U,
        PoolId = host.PoolId ?? "",
        State = PlanMapper.ToWire(host.Row.State),
        Why = blocker?.Why ?? "",
        Lifts = blocker?.Lifts ?? "",
        BeginsAt = begins is { } at ? Timestamp.FromDateTimeOffset(at) : null,
    };
}
