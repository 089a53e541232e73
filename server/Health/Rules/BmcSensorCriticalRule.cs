using System.Globalization;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Health.Rules;

/// <summary>What the Host's BMC calls critical: a threshold passed, or a part that reports its own failure. One Condition per Host: a
/// power feed that drops takes ten sensors with it.</summary>
internal sealed class BmcSensorCriticalRule : IHealthRule
{
    private const string Code = "bmc-sensor-critical";
    private static readonly HashSet<string> CriticalStatus = ["cr", "nr", "lcr", "lnr", "ucr", "unr"];

    // As ipmitool names the discrete states (IPMI 2.0, table 42-3).
    private static readonly HashSet<string> FailureStates = new(StringComparer.OrdinalIgnoreCase)
    {
        "Failure detected", "Predictive failure", "Power Supply AC lost", "AC lost or out-of-range", "Config Error",
        "Transition to Critical from less severe", "Transition to Non-recoverable", "Uncorrectable ECC", "Device Absent", "Drive Fault",
    };

    public string Name => "bmc-sensor-critical";
    public TimeSpan Hold => TimeSpan.Zero;
    public TimeSpan Keep => TimeSpan.FromSeconds(30);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.Bmc is not { } bmc)
            yield break;
        var bad = bmc.Sensors.Where(IsCritical).ToArray();
        yield return bad.Length == 0 ? Verdict.Clear(Code, null) : Verdict.Found(Find(window, bad));
    }

    private static bool IsCritical(BmcSensor sensor) =>
        CriticalStatus.Contains(sensor.Status) || sensor.States.Any(FailureStates.Contains);

    private static Finding Find(HostWindow window, BmcSensor[] bad) => new()
    {
        Code = Code,
        Severity = Severity.Critical,
        // A failed part is swapped; a threshold may be the room's fault, and draining one Host does not mend the room.
        Drain = bad.Any(sensor => sensor.States.Any(FailureStates.Contains)) ? DrainAdvice.NextWindow : DrainAdvice.None,
        Sentence = $"The BMC of {window.Host.Name} reports {string.Join("; ", bad.Take(3).Select(Describe))}{(bad.Length > 3 ? $"; and {bad.Length - 3} more" : "")}.",
        Action = "Have remote hands look at the named part.",
        // Two sensors may share a name; the number tells them apart.
        Evidence = bad.Take(20).DistinctBy(sensor => (sensor.Name, sensor.Number)).ToDictionary(
            sensor => sensor.Number == 0 ? sensor.Name : $"{sensor.Name} (#{sensor.Number})", Value),
    };

    private static string Describe(BmcSensor sensor) => $"{sensor.Name}: {Value(sensor)}";

    private static string Value(BmcSensor sensor) =>
        sensor.States.Count > 0 ? string.Join(", ", sensor.States)
        : sensor.HasValue ? $"{sensor.Value.ToString(CultureInfo.InvariantCulture)} {sensor.Unit} ({sensor.Status})"
        : sensor.Status;
}
