using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Ladder;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Work.RemoteHands.Text;

/// <summary>What hands are asked for when machines have tried all that they may: not the same once more. Pure.</summary>
internal static class SpentLadder
{
    private const RemedyKind Deepest = RemedyKind.PowerCycle;

    /// <param name="gpu">Null: it is of the Host.</param>
    /// <param name="tried">In this Drain, and within the time that a bound counts.</param>
    public static RemedyKind Remedy(RemedyKind remedy, string? gpu, IReadOnlyList<TriedWork> tried, Guid drainId, DateTimeOffset now)
    {
        if (remedy is RemedyKind.None or RemedyKind.Inspect or > Deepest)
        {
            return remedy;
        }

        var here = tried.Where(one => one.DrainId == drainId && one.Reached && one.Helped == false).Select(one => one.Kind).ToHashSet();
        var resets = LadderBounds.All.Any(bound => bound.Kind == WorkKind.ResetGpu
            && tried.Count(one => one.Reached && one.Kind == WorkKind.ResetGpu && one.Target == gpu && one.BegunAt > now - bound.Within) >= bound.Most);
        return gpu is not null
            ? here.Contains(WorkKind.Reboot) || here.Contains(WorkKind.PowerCycle) || resets ? RemedyKind.Replace : remedy
            : here.Contains(WorkKind.PowerCycle) ? RemedyKind.Inspect : remedy;
    }
}
