using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains;

/// <summary>Which drains stand in which column of the board.</summary>
internal static class DrainBoard
{
    private const int DoneShown = 12;

    /// <summary>The ids of the newest drain of each Host.</summary>
    public static IReadOnlySet<string> Newest(IEnumerable<Drain> drains) =>
        drains.GroupBy(drain => drain.HostName).Select(host => host.MaxBy(drain => drain.ProposedAt)!.Id).ToHashSet();

    /// <summary>Some drain waits for requests to end: only then do the numbers on the board change without a change of state.</summary>
    public static bool AnyDraining(IEnumerable<Drain> drains) => drains.Any(drain => DrainLook.Of(drain).Column == DrainColumn.Draining);

    /// <summary>Those that are known, the live ones as they were counted since.</summary>
    public static IEnumerable<Drain> Renewed(IEnumerable<Drain> known, IEnumerable<Drain> counted)
    {
        var byId = counted.ToDictionary(drain => drain.Id);
        return [.. known.Select(drain => byId.GetValueOrDefault(drain.Id, drain))];
    }

    /// <summary>The drains of one column, the newest change first. Of those that are done: all of the range, or the last few where none is chosen.</summary>
    public static IReadOnlyList<Drain> Column(IEnumerable<Drain> drains, DrainColumn column, string? siteId, TimeRange? range, DateTimeOffset now)
    {
        var here = drains.Where(drain => DrainLook.Of(drain).Column == column && Scope.Includes(siteId, drain.SiteId)).OrderByDescending(drain => drain.StateSince);
        if (column != DrainColumn.Done)
        {
            return [.. here];
        }

        return range is null ? [.. here.Take(DoneShown)] : [.. here.Where(drain => TimeRange.Includes(range, drain.StateSince, now))];
    }
}
