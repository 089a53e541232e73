using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction.States;

/// <summary>An episode of uncorrectable memory errors. After a first one the storm goes on in 42 of 100 cases, a new one within a week
/// comes in 3 to 9 (HBM and Titan logs): the prior stands between. A second one within 30 days is another matter.</summary>
internal sealed class UncorrectableEpisodeState : IRiskState
{
    private static readonly HashSet<int> Xids = [48, 94, 95, 140, 171, 172];
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public string Name => "uncorrectable-episode";
    public RiskFamily Family => RiskFamily.Memory;
    public IReadOnlyList<string> Kinds { get; } = [EventKinds.Xid, EventKinds.EccUncorrected];

    public ActiveState? Judge(GpuHistory history, DateTimeOffset now)
    {
        var episodes = history.Episodes(Counts);
        return episodes.Count switch
        {
            >= 2 => new ActiveState(new Prior(0.25, 0.45), $"{episodes.Count} episodes of uncorrectable memory errors in 30 days"),
            1 when now - episodes[0] <= Week => new ActiveState(new Prior(0.10, 0.20), "uncorrectable memory errors within the last 7 days"),
            _ => null,
        };
    }

    private static bool Counts(GpuEvent seen) =>
        seen.Kind == EventKinds.EccUncorrected || (seen.Kind == EventKinds.Xid && Xids.Contains(seen.Code));
}
