using SovereignFleet.Dashboard.Drains.Next;
using SovereignFleet.Dashboard.Fleet.Map;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Summary;

/// <summary>What is wrong, one row for each Problem, what waits for a person first. Pure.</summary>
internal static class FleetNeeds
{
    /// <param name="siteId">Null or empty: all.</param>
    public static IReadOnlyList<FleetNeed> Of(FleetSnapshot fleet, string? siteId, SignedIn person)
    {
        var hosts = fleet.Hosts.Where(host => Scope.Includes(siteId, host.SiteId)).ToArray();
        var problems = ProblemsOf(fleet, siteId);
        var told = problems.Select(problem => problem.HostName).ToHashSet();
        FleetNeed[] needs =
        [
            .. problems.Select(problem => Of(problem, hosts.FirstOrDefault(host => host.Name == problem.HostName), person))
                .Concat(FleetTroubles.Of(hosts).Where(trouble => !told.Contains(trouble.Host.Name)).Select(trouble => Of(trouble.Host, trouble.Look, person)))
                .Concat(hosts.Where(host => !told.Contains(host.Name) && IsDecision(host) && !FleetTroubles.Is(host)).Select(host => Of(host, LookOf(host), person)))
                .OrderBy(Rank),
        ];
        // What waits for a second person is of the Host: where it has more than one row, it stands in the first.
        var first = needs.Where(need => need.Host is not null).DistinctBy(need => need.Host!.Name).Select(need => need.Key).ToHashSet();
        return [.. needs.Select(need => first.Contains(need.Key) ? need with { Waiting = need.Host!.WaitingCommands } : need)];
    }

    /// <summary>Those of one Site: of its Hosts, and of the Pools that have a Host there. What the badge counts where all are meant.</summary>
    public static IReadOnlyList<Problem> ProblemsOf(FleetSnapshot fleet, string? siteId) =>
        string.IsNullOrEmpty(siteId) ? fleet.Problems : [.. fleet.Problems.Where(problem =>
            problem.HostName.Length > 0 ? problem.SiteId == siteId
            : problem.PoolId.Length > 0 && fleet.Hosts.Any(host => host.PoolId == problem.PoolId && host.SiteId == siteId))];

    private static FleetNeed Of(Problem problem, Host? host, SignedIn person)
    {
        IReadOnlyList<string> sentences = [problem.Headline, .. problem.Also];
        if (host is null)
        {
            var title = problem.PoolId.Length > 0 ? "pool " + problem.PoolId : "the Journal";
            return new FleetNeed(problem.Id, title, null, problem, LookOf(problem.Severity), NextAction.None, sentences);
        }

        // What is silent is unknown whatever fired before it; what fires on a Host that is being drained still fires.
        var look = CellLook.Of(host, false);
        return new FleetNeed(
            problem.Id, problem.GpuUuid.Length > 0 ? $"{host.Name}, GPU {problem.GpuIndex}" : host.Name, host, problem,
            look.Tone is Tone.Unknown ? look : LookOf(problem.Severity),
            NextAction.Of(DrainFacts.Of(host), problem.AsksForDrain && host.PoolId.Length > 0, host.SiteId, person), sentences);
    }

    private static FleetNeed Of(Host host, CellLook look, SignedIn person) => new(
        host.Name, host.Name, host, null, look, NextAction.Of(DrainFacts.Of(host), false, host.SiteId, person), FleetTroubles.Sentences(host));

    private static CellLook LookOf(Severity severity) => severity switch
    {
        Severity.Critical => new(Tone.Act, GlyphShape.Diamond, "firing", true),
        Severity.Warning => new(Tone.Watch, GlyphShape.Triangle, "watch", true),
        _ => new(Tone.Ok, GlyphShape.None, "told", true),
    };

    private static CellLook LookOf(Host host) =>
        host.WaitingCommands.Count > 0 ? new(Tone.Watch, GlyphShape.Triangle, "a command waits for a second person", true) : CellLook.Of(host, false);

    private static bool IsDecision(Host host) => host.WaitingCommands.Count > 0 || DrainFacts.Of(host) is { WaitsForAPerson: true };

    private static int Rank(FleetNeed need)
    {
        var goesOn = need.Host is { Drain: not null } host && !IsDecision(host);
        return need switch
        {
            { Host: { } waits } when IsDecision(waits) => 0,
            { Look.Tone: Tone.Act, Owner: "" } when !goesOn => 1,
            { Look.Tone: Tone.Act } => 2,
            { Look.WasFiring: true } => 3,
            { Look.Tone: Tone.Unknown } => 4,
            _ => 5,
        };
    }
}
