using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction.States;

/// <summary>A bad row could not be replaced: NVIDIA's criterion for a return.</summary>
internal sealed class RowRemapFailureState : IRiskState
{
    private const int RemapFailure = 64;

    public string Name => "row-remap-failure";
    public RiskFamily Family => RiskFamily.Memory;
    public IReadOnlyList<string> Kinds { get; } = [EventKinds.Xid];

    public ActiveState? Judge(GpuHistory history, DateTimeOffset now) =>
        history.Reading is { HasRowRemapFailure: true, RowRemapFailure: not 0 } || history.Events.Any(seen => seen.Kind == EventKinds.Xid && seen.Code == RemapFailure)
            ? new ActiveState(new Prior(0.5, 0.8), "a memory row could not be replaced")
            : null;
}
