using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction.States;

/// <summary>A spare row waits for a reset; running work is not disturbed.</summary>
internal sealed class RowRemapPendingState : IRiskState
{
    public string Name => "row-remap-pending";
    public RiskFamily Family => RiskFamily.Memory;
    public IReadOnlyList<string> Kinds { get; } = [];

    public ActiveState? Judge(GpuHistory history, DateTimeOffset now) =>
        history.Reading is { HasRowRemapPending: true, RowRemapPending: not 0 }
            ? new ActiveState(new Prior(0.02, 0.08), "a memory row waits to be replaced")
            : null;
}
