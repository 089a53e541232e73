using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Memory;

/// <summary>The GPU's SRAM has passed the threshold of errors at which NVIDIA's field diagnostic fails it
/// (nvmlDeviceGetSramEccErrorStatus, bThresholdExceeded): a return (RMA). The count is of the board's life.</summary>
internal sealed class SramThresholdRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.SramThreshold, hold: TimeSpan.Zero, keep: TimeSpan.Zero))
{
    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading) =>
        reading.HasSramThresholdExceeded ? reading.SramThresholdExceeded != 0 : null;

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading) => new()
    {
        Fault = FaultCatalog.SramThreshold,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Critical,
        Drain = DrainAdvice.NextWindow,
        Sentence = $"{gpu.Label} has passed the error threshold of its SRAM.",
        Remedy = Remedy.Of(RemedyKind.Replace, gpu.Uuid),
        Action = "Drain the Host in the next Window, run NVIDIA's field diagnostic and return the GPU if it confirms.",
        Evidence = new Dictionary<string, string> { ["sram_threshold_exceeded"] = "1", ["serial"] = gpu.Info?.Serial ?? "" },
    };
}
