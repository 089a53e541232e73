using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Agent;

/// <summary>A sensor of the agent that fails: what it would see is unknown, and a person should know that it is.</summary>
internal sealed class SensorFailedRule : IHealthRule
{
    private const string Code = "sensor-failed";

    public string Name => "sensor-failed";
    public TimeSpan Hold => TimeSpan.FromSeconds(60);
    public TimeSpan Keep => TimeSpan.FromSeconds(30);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        var failing = window.Sensors.Where(sensor => sensor.Value.FailingSince is not null).OrderBy(sensor => sensor.Key, StringComparer.Ordinal).ToArray();
        if (failing.Length > 0)
        {
            yield return Verdict.Found(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Sentence = $"The agent of {window.Host.Name} cannot read {string.Join(", ", failing.Select(sensor => sensor.Key))}.",
                Action = "Read the agent's log on the Host.",
                Evidence = failing.ToDictionary(sensor => sensor.Key, sensor => sensor.Value.Reason),
            });
        }
        else if (window.Sensors.Count > 0)
        {
            yield return Verdict.Clear(Code, null);
        }
    }
}
