using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction.States;

/// <summary>More unique uncorrectable SRAM errors than NVIDIA's field diagnostic accepts.</summary>
internal sealed class SramThresholdState : IRiskState
{
    public string Name => "sram-threshold";
    public RiskFamily Family => RiskFamily.Memory;
    public IReadOnlyList<string> Kinds { get; } = [];

    public ActiveState? Judge(GpuHistory history, DateTimeOffset now) =>
        history.Reading is { HasSramThresholdExceeded: true, SramThresholdExceeded: not 0 }
            ? new ActiveState(new Prior(0.3, 0.6), "its SRAM errors exceed the field diagnostic's threshold")
            : null;
}
