using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Agent;

/// <summary>A sensor of the agent that fails: what it would see is unknown, and a person should know that it is.</summary>
internal sealed class SensorFailedRule : IHealthRule
{
    /// <summary>More sensors than an agent has; who invents more writes no longer alerts by it.</summary>
    private const int MostNamed = 16;

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.SensorFailed, hold: TimeSpan.FromSeconds(60), keep: TimeSpan.FromMinutes(3));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        var failing = window.Sensors.Where(sensor => sensor.Value.FailingSince is not null).OrderBy(sensor => sensor.Key, StringComparer.Ordinal).ToArray();
        if (failing.Length > 0)
        {
            yield return Verdict.Found(Identity, new Finding
            {
                Fault = FaultCatalog.SensorFailed,
                Severity = Severity.Warning,
                Sentence = $"The agent of {window.Host.Name} cannot read {string.Join(", ", failing.Take(MostNamed).Select(sensor => sensor.Key))}{More(failing.Length)}.",
                Remedy = Remedy.None,
                Action = "Read the agent's log on the Host.",
                Evidence = failing.Take(MostNamed).ToDictionary(sensor => sensor.Key, sensor => sensor.Value.Reason),
            });
        }
        else if (window.Sensors.Count > 0)
        {
            yield return Verdict.Clear(Identity, null);
        }
    }

    private static string More(int count) => count > MostNamed ? $" and {count - MostNamed} more" : "";
}
