using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction.States;

/// <summary>A GPU with more than one hardware episode in 28 days: few GPUs cause most failures (Meta's lemons). What is the
/// application's own trouble does not count.</summary>
internal sealed class LemonState : IRiskState
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(28);

    public string Name => "lemon";
    public RiskFamily Family => RiskFamily.Recurrence;
    public IReadOnlyList<string> Kinds { get; } = [EventKinds.Xid, EventKinds.FallenOffBus, EventKinds.EccUncorrected];

    public ActiveState? Judge(GpuHistory history, DateTimeOffset now) =>
        history.Episodes(seen => now - seen.At <= Window && IsHardware(seen)).Count is >= 2 and var episodes
            ? new ActiveState(new Prior(0.05, 0.2), $"{episodes} hardware episodes in 28 days")
            : null;

    private static bool IsHardware(GpuEvent seen) => seen.Kind switch
    {
        EventKinds.Xid => XidCatalog.Of(seen.Code).Class is XidClass.Memory or XidClass.Link or XidClass.Lost or XidClass.Power,
        EventKinds.FallenOffBus or EventKinds.EccUncorrected => true,
        _ => false,
    };
}
