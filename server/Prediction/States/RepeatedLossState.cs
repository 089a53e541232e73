using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction.States;

/// <summary>A GPU that was lost or hung more than once in 30 days. The first time is a failure, not a sign; the second time is one.</summary>
internal sealed class RepeatedLossState : IRiskState
{
    private static readonly HashSet<int> Xids = [79, 109, 119, 120];

    public string Name => "repeated-loss";
    public RiskFamily Family => RiskFamily.Gpu;
    public IReadOnlyList<string> Kinds { get; } = [EventKinds.Xid, EventKinds.FallenOffBus];

    public ActiveState? Judge(GpuHistory history, DateTimeOffset now) =>
        history.Episodes(Counts).Count is >= 2 and var times
            ? new ActiveState(new Prior(0.1, 0.3), $"lost or hung {times} times in 30 days")
            : null;

    private static bool Counts(GpuEvent seen) =>
        seen.Kind == EventKinds.FallenOffBus || (seen.Kind == EventKinds.Xid && Xids.Contains(seen.Code));
}
