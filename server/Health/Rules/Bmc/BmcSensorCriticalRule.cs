using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>What the Host's BMC calls critical: a threshold passed, or a part that reports its own failure. One Condition per Host: a
/// power feed that drops takes ten sensors with it.</summary>
internal sealed class BmcSensorCriticalRule : IHealthRule
{
    private static readonly HashSet<string> CriticalStatus = ["cr", "nr", "lcr", "lnr", "ucr", "unr"];

    // As ipmitool names the discrete states (IPMI 2.0, tables 42-2 and 42-3). A bay that always was empty is "Device Absent": no fault.
    private static readonly HashSet<string> FailureStates = new(StringComparer.OrdinalIgnoreCase)
    {
        "Failure detected", "Predictive failure", "Power Supply AC lost", "AC lost or out-of-range", "Config Error", "Config Error: Vendor Mismatch",
        "Config Error: Power Supply Rating Mismatch", "Transition to Critical from less severe", "Transition to Non-recoverable",
        "Transition to Non-recoverable from less severe", "Uncorrectable ECC", "Drive Fault", "IERR", "Thermal Trip",
        "Uncorrectable machine check exception", "Bus Uncorrectable error", "Bus Fatal Error", "Soft-power control failure",
    };

    // As "ipmitool chassis status" names what it says "true" to.
    private static readonly string[] ChassisFaults = ["Power Overload", "Main Power Fault", "Power Control Fault", "Drive Fault", "Cooling/Fan Fault"];

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.BmcSensorCritical, hold: TimeSpan.Zero, keep: TimeSpan.FromSeconds(30));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.Bmc is not { } bmc)
        {
            yield break;
        }

        var bad = bmc.Sensors.Where(IsCritical).ToArray();
        var faults = ChassisFaults.Where(fault => bmc.Chassis.GetValueOrDefault(fault) == "true").ToArray();
        if (bad.Length > 0 || faults.Length > 0)
        {
            yield return Verdict.Found(Identity, Find(window, bad, faults));
        }
        // Without power the sensors have no reading: that is no proof that what was critical is well.
        else if (bmc is not { HasPowerOn: true, PowerOn: false })
        {
            yield return Verdict.Clear(Identity, null);
        }
    }

    private static bool IsCritical(BmcSensor sensor) =>
        CriticalStatus.Contains(sensor.Status) || sensor.States.Any(FailureStates.Contains);

    private static Finding Find(HostWindow window, BmcSensor[] bad, string[] faults)
    {
        string[] all = [.. faults, .. bad.Select(Describe)];
        return new Finding
        {
            Fault = FaultCatalog.BmcSensorCritical,
            Severity = Severity.Critical,
            // A failed part is swapped; a threshold may be the room's fault, and draining one Host does not mend the room.
            Drain = bad.Any(sensor => sensor.States.Any(FailureStates.Contains)) ? DrainAdvice.NextWindow : DrainAdvice.None,
            Sentence = $"The BMC of {window.Host.Name} reports {string.Join("; ", all.Take(3))}{(all.Length > 3 ? $"; and {all.Length - 3} more" : "")}.",
            Remedy = Remedy.Of(RemedyKind.Inspect),
            Action = "Have remote hands look at the named part.",
            Evidence = Evidence(window, bad, faults),
        };
    }

    private static Dictionary<string, string> Evidence(HostWindow window, BmcSensor[] bad, string[] faults)
    {
        // Two sensors may share a name; the number tells them apart.
        var evidence = bad.Take(20).DistinctBy(sensor => (sensor.Name, sensor.Number)).ToDictionary(
            sensor => sensor.Number == 0 ? sensor.Name : $"{sensor.Name} (#{sensor.Number})", Value);
        foreach (var fault in faults)
        {
            evidence["chassis: " + fault] = "true";
        }

        if (window.Gateway is { } word)
        {
            evidence["read_by"] = word.Gateway.Name;
        }

        return evidence;
    }

    private static string Describe(BmcSensor sensor) => $"{sensor.Name}: {Value(sensor)}";

    private static string Value(BmcSensor sensor) =>
        sensor.States.Count > 0 ? string.Join(", ", sensor.States)
        : sensor.HasValue ? $"{sensor.Value.ToString(CultureInfo.InvariantCulture)} {sensor.Unit} ({sensor.Status})"
        : sensor.Status;
}
