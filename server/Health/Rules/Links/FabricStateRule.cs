using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Links;

/// <summary>A GPU that is not, or not well, in its NVLink fabric: the switches do not carry its traffic, and CUDA does not start on it. At a start of the
/// Host the registration takes its time.</summary>
internal sealed class FabricStateRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.FabricState, hold: TimeSpan.FromMinutes(5), keep: TimeSpan.FromMinutes(5)))
{
    private const long NotSupported = 0;
    private const long Completed = 3;

    // nvml.h, NVML_GPU_FABRIC_HEALTH_MASK_*: two bits each, 0 not supported, 1 so, 2 not so; and four bits whose 1 is "no wrong configuration".
    private static readonly (string Name, int Shift)[] Health =
        [("degraded bandwidth", 0), ("route recovery", 2), ("an unhealthy route", 4), ("access timeout recovery", 6)];
    private const int ConfigurationShift = 8;

    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading) =>
        !reading.HasFabricState ? null : Fault(reading).What.Length > 0;

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading)
    {
        var (what, isOut) = Fault(reading);
        return new Finding
        {
            Fault = FaultCatalog.FabricState,
            GpuUuid = gpu.Uuid,
            Severity = isOut ? Severity.Critical : Severity.Warning,
            Drain = isOut ? DrainAdvice.Now : DrainAdvice.NextWindow,
            Sentence = $"{gpu.Label} {what}.",
            Remedy = Remedy.Of(isOut ? RemedyKind.Reboot : RemedyKind.Inspect),
            Action = isOut
                ? "Drain the Host now and restart nvidia-fabricmanager or the Host; have the NVSwitches looked at if that does not help."
                : "Read the log of nvidia-fabricmanager, and have the NVSwitches and cables looked at in the next Window.",
            Evidence = new Dictionary<string, string>
            {
                ["fabric_state"] = reading.FabricState.ToString(CultureInfo.InvariantCulture),
                ["fabric_status"] = reading.HasFabricStatus ? reading.FabricStatus.ToString(CultureInfo.InvariantCulture) : "not known",
                ["fabric_health"] = reading.HasFabricHealth ? $"0x{reading.FabricHealth:x}" : "not known",
            },
        };
    }

    /// <returns>What follows the GPU's name; empty: nothing is wrong. And whether it is out of the fabric.</returns>
    private static (string What, bool IsOut) Fault(GpuReading reading) => reading switch
    {
        { FabricState: NotSupported } => ("", false),
        { FabricState: not Completed } => ("is not registered with the NVLink fabric", true),
        { FabricStatus: not 0 } => ($"failed to register with the NVLink fabric (NVML error {reading.FabricStatus})", true),
        _ => (string.Join(" and ", HealthFaults(reading.FabricHealth)) is { Length: > 0 } faults ? $"reports {faults} in the NVLink fabric" : "", false),
    };

    private static IEnumerable<string> HealthFaults(long mask) =>
        Health.Where(fault => (mask >> fault.Shift & 3) == 1).Select(fault => fault.Name)
            .Concat((mask >> ConfigurationShift & 0xf) > 1 ? ["a wrong configuration"] : []);
}
