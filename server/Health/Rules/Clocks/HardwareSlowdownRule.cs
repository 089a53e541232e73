using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Clocks;

/// <summary>The hardware holds the clocks down to protect itself (clocks event bits 0x8 and 0x40): it is too hot, or draws too much power too fast.
/// The power brake has its own rule; power capping, idling and the settings of applications are no fault.</summary>
internal sealed class HardwareSlowdownRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.HardwareSlowdown, hold: TimeSpan.FromSeconds(60), keep: TimeSpan.FromMinutes(5)))
{
    /// <summary>nvml.h, nvmlClocksEventReasonHwSlowdown.</summary>
    private const long Slowdown = 0x8;

    /// <summary>nvml.h, nvmlClocksEventReasonHwThermalSlowdown.</summary>
    private const long Thermal = 0x40;

    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading) =>
        reading.HasClocksEventReasons ? (reading.ClocksEventReasons & (Slowdown | Thermal)) != 0 && (reading.ClocksEventReasons & PowerBrakeRule.PowerBrake) == 0 : null;

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading) => new()
    {
        Fault = FaultCatalog.HardwareSlowdown,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Warning,
        Sentence = (reading.ClocksEventReasons & Thermal) != 0 ? $"{gpu.Label} is slowed down by its hardware: it is too hot." : $"{gpu.Label} is slowed down by its hardware.",
        Remedy = Remedy.Of(RemedyKind.Inspect),
        Action = "Check the Host's fans, the inlet temperature and the power feeds.",
        Evidence = new Dictionary<string, string> { ["clocks_event_reasons"] = $"0x{reading.ClocksEventReasons:x}" },
    };
}
