using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Serving;

/// <summary>An inference server that does not answer: the Host serves nothing by it, whatever its GPUs say. One Condition per Host. No Drain is
/// advised: a server that loads a model is silent for minutes, and to restart it then would begin it anew.</summary>
internal sealed class InferenceDownRule : IHealthRule
{
    private const string Sensor = "inference";

    // "/metrics has no readable num_requests_running", "/metrics answers 404", "/metrics is larger than 8388608 bytes": it answers, and a Drain
    // that cannot see its load says so. "/metrics answers 503" and all else, as "no answer within 800 ms", "Connection refused (127.0.0.1:8000)": it does not.
    private const string Answers = "/metrics ";
    private const string Fails = "/metrics answers 5";

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.InferenceDown, hold: TimeSpan.FromMinutes(2), keep: TimeSpan.FromMinutes(3));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        var down = window.Inference.Where(IsDown).OrderBy(server => server.Name, StringComparer.Ordinal).ToArray();
        if (down.Length > 0)
        {
            yield return Verdict.Found(Identity, new Finding
            {
                Fault = FaultCatalog.InferenceDown,
                Severity = Severity.Critical,
                Sentence = $"The inference server {string.Join(" and ", down.Select(server => server.Name))} of {window.Host.Name} does not answer.",
                Remedy = Remedy.Of(RemedyKind.RestartInferenceServer),
                Action = "Read the inference server's log and restart it.",
                Evidence = down.DistinctBy(server => server.Name).ToDictionary(server => server.Name, server => server.Error),
            });
        }
        else if (window.Inference.Count > 0 || window.Sensors.GetValueOrDefault(Sensor)?.Outcome == SensorStatus.Types.Outcome.NotSupported)
        {
            yield return Verdict.Clear(Identity, null);
        }
    }

    private static bool IsDown(InferenceReading server) =>
        server.Error.Length > 0 && (!server.Error.StartsWith(Answers, StringComparison.Ordinal) || server.Error.StartsWith(Fails, StringComparison.Ordinal));
}
