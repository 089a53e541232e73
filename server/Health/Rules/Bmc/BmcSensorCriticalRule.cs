using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>What the Host's BMC calls critical: a threshold passed, or a part that reports its own failure, lost redundancy or coming failure. One
/// Condition per Host: a power feed that drops takes ten sensors with it.</summary>
internal sealed class BmcSensorCriticalRule : IHealthRule
{
    private static readonly HashSet<string> CriticalStatus = ["cr", "nr", "lcr", "lnr", "ucr", "unr"];

    // As "ipmitool chassis status" names what it says "true" to.
    private static readonly string[] ChassisFaults = ["Power Overload", "Main Power Fault", "Power Control Fault", "Drive Fault", "Cooling/Fan Fault"];

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.BmcSensorCritical, hold: TimeSpan.Zero, keep: TimeSpan.FromSeconds(30));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.Bmc is not { } bmc)
        {
            yield break;
        }

        // The gravest first: three are named.
        BmcSensor[] bad = [.. bmc.Sensors.Where(IsBad).OrderByDescending(sensor => IsPastThreshold(sensor) ? BmcStateClass.Failed : ClassOf(sensor))];
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

    private static bool IsBad(BmcSensor sensor) => IsPastThreshold(sensor) || ClassOf(sensor) != BmcStateClass.Fine;

    private static bool IsPastThreshold(BmcSensor sensor) => CriticalStatus.Contains(sensor.Status);

    private static BmcStateClass ClassOf(BmcSensor sensor) => sensor.States.Select(BmcStates.ClassOf).DefaultIfEmpty(BmcStateClass.Fine).Max();

    private static Finding Find(HostWindow window, BmcSensor[] bad, string[] faults)
    {
        string[] all = [.. faults, .. bad.Select(Describe)];
        var worst = bad.Select(ClassOf).DefaultIfEmpty(BmcStateClass.Fine).Max();
        return new Finding
        {
            Fault = FaultCatalog.BmcSensorCritical,
            Severity = worst == BmcStateClass.Failed || faults.Length > 0 || bad.Any(IsPastThreshold) ? Severity.Critical : Severity.Warning,
            // A failed part is swapped, and one that is about to fail; a threshold may be the room's fault, and draining one Host does not mend the room.
            Drain = worst >= BmcStateClass.Predicted ? DrainAdvice.NextWindow : DrainAdvice.None,
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
