using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Clocks;

/// <summary>Clocks are held down because the power supply outside the GPU asks for it (clocks event bit 0x80): the facility, a PDU, the busbar or the board.
/// A reboot does not mend it; Hosts beside each other often have it together.</summary>
internal sealed class PowerBrakeRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.PowerBrake, hold: TimeSpan.FromSeconds(30), keep: TimeSpan.FromMinutes(5)))
{
    /// <summary>nvml.h, nvmlClocksEventReasonHwPowerBrakeSlowdown.</summary>
    public const long PowerBrake = 0x80;

    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading) =>
        reading.HasClocksEventReasons ? (reading.ClocksEventReasons & PowerBrake) != 0 : null;

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading) => new()
    {
        Fault = FaultCatalog.PowerBrake,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Critical,
        Sentence = $"{gpu.Label} is slowed down by the power brake: its power supply asks for it.",
        Remedy = Remedy.Of(RemedyKind.Inspect),
        Action = "Have the Host's power supplies and feeds looked at, and the Hosts beside it; a restart does not help.",
        Evidence = new Dictionary<string, string> { ["clocks_event_reasons"] = $"0x{reading.ClocksEventReasons:x}" },
    };
}
