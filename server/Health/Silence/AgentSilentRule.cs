using System.Globalization;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>A Host of which nothing is heard, and what its BMC says of it. Judged on a timer by <see cref="AgentSilenceWatch"/>: silence
/// brings no Frame to judge it by.</summary>
internal sealed class AgentSilentRule
{
    public static RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.AgentSilent, hold: TimeSpan.Zero, keep: TimeSpan.FromMinutes(2));

    /// <returns>Null: nothing can be said.</returns>
    public Verdict? Judge(SilentHost host, LivenessOptions liveness, DateTimeOffset now)
    {
        if (liveness.Of(host.HeardAt, now) != Liveness.Silent)
        {
            return Verdict.Clear(Identity, null);
        }

        if (!host.Expected || liveness.Of(host.QuietSince, now) != Liveness.Silent)
        {
            return null;
        }

        var (said, remedy, action) = Say(host, now);
        return Verdict.Found(Identity, new Finding
        {
            Fault = FaultCatalog.AgentSilent,
            Severity = Severity.Critical,
            Sentence = $"Nothing has been heard of {host.Identity.Name} since {Clock(host.HeardAt)} UTC.{said}",
            Remedy = Remedy.Of(remedy),
            Action = action,
            Evidence = Evidence(host),
        });
    }

    private static (string Said, RemedyKind Remedy, string Action) Say(SilentHost host, DateTimeOffset now) => host.Bmc?.State(now) switch
    {
        SilentBmcState.PowerOff => Told(
            " Its BMC says that the power is off.", (RemedyKind.PowerCycle, "Read the BMC's event log for why the power went, then have it power-cycled by its gateway.")),
        SilentBmcState.PowerOn => Told(" Its BMC says that the power is on." + OfConsole(host.Console), On(host.Console)),
        SilentBmcState.NoAnswer => Told(
            $" Its BMC does not answer {host.Bmc.Gateway} either.", (RemedyKind.Inspect, "Have remote hands look at the Host's power feed and network.")),
        _ when host.Console is not null => Told(OfConsole(host.Console), On(host.Console)),
        _ => Told("", (RemedyKind.Inspect, "Look at the Host's power and console through its BMC.")),
    };

    private static (string Said, RemedyKind Remedy, string Action) Told(string said, (RemedyKind Remedy, string Action) todo) => (said, todo.Remedy, todo.Action);

    private static string OfConsole(SilentConsole? console) => console switch
    {
        null => "",
        { State: CommandState.Pending or CommandState.Sent } => " Its console is being captured.",
        { LastLines.Length: > 0 } => " Its console was captured.",
        { State: CommandState.Done } => " Its console showed nothing.",
        { State: CommandState.Refused or CommandState.Failed or CommandState.Expired } => " Its console could not be captured.",
        _ => throw new ArgumentOutOfRangeException(nameof(console), console.State, "Unknown state."),
    };

    private static (RemedyKind Remedy, string Action) On(SilentConsole? console) => console switch
    {
        null => (RemedyKind.Inspect, "Capture the Host's console by its BMC gateway."),
        { State: CommandState.Pending or CommandState.Sent } => (RemedyKind.Inspect, "Read the Host's console as soon as it is captured, on the Host's page."),
        { LastLines.Length: > 0 } => (RemedyKind.PowerCycle, "Read the last lines of its console, then have the Host power-cycled by its gateway."),
        { State: CommandState.Done } => (RemedyKind.PowerCycle, "Have the Host power-cycled by its gateway."),
        _ => (RemedyKind.Inspect, "See why its console was not captured, on the Host's page."),
    };

    private static Dictionary<string, string> Evidence(SilentHost host)
    {
        var evidence = new Dictionary<string, string> { ["heard_at"] = Exact(host.HeardAt) };
        if (host.Bmc is { } bmc)
        {
            AddBmc(evidence, bmc);
        }

        if (host.Console is { } console)
        {
            AddConsole(evidence, console);
        }

        return evidence;
    }

    private static void AddBmc(Dictionary<string, string> evidence, SilentBmc bmc)
    {
        evidence["bmc_gateway"] = bmc.Gateway;
        evidence["bmc_asked_at"] = Exact(bmc.AskedAt);
        if (bmc.ReadAt is { } readAt)
        {
            evidence["bmc_read_at"] = Exact(readAt);
        }

        if (bmc.Failure.Length > 0)
        {
            evidence["bmc_failure"] = bmc.Failure;
        }

        if (bmc.Reading is { HasPowerOn: true } reading)
        {
            evidence["power"] = reading.PowerOn ? "on" : "off";
        }

        foreach (var chassis in new[] { "Last Power Event", "System restart cause" })
        {
            if (bmc.Reading?.Chassis.GetValueOrDefault(chassis) is { Length: > 0 } value)
            {
                evidence[chassis] = value;
            }
        }

        for (var place = 0; place < bmc.Log.Count; place++)
        {
            evidence[$"bmc_log_{place + 1}"] = bmc.Log[place];
        }
    }

    private static void AddConsole(Dictionary<string, string> evidence, SilentConsole console)
    {
        evidence["console"] = console.State.ToString().ToLowerInvariant();
        evidence["console_ordered_at"] = Exact(console.OrderedAt);
        if (console.AnsweredAt is { } answeredAt)
        {
            evidence["console_answered_at"] = Exact(answeredAt);
        }

        if (console.Answer.Length > 0)
        {
            evidence["console_answer"] = console.Answer;
        }

        if (console.LastLines.Length > 0)
        {
            evidence[SilentConsole.Evidence] = console.LastLines;
        }
    }

    private static string Exact(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
