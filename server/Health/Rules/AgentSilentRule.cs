using System.Globalization;

namespace SovereignFleet.Server.Health.Rules;

/// <summary>A Host of which nothing is heard, and what its BMC says of it. Judged on a timer by <see cref="AgentSilenceWatch"/>: silence
/// brings no Frame to judge it by.</summary>
internal sealed class AgentSilentRule : IHealthRule
{
    private const string Code = "agent-silent";

    public string Name => "agent-silent";
    public TimeSpan Hold => TimeSpan.Zero;
    public TimeSpan Keep => TimeSpan.Zero;

    // A live Frame is its own proof.
    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now) => [];

    /// <param name="quietSince">The later of the last Frame and of when this server began to hear: what it could not hear is no silence.</param>
    /// <param name="expected">Whether the Host is in service: one in repair may be off.</param>
    /// <param name="bmc">Null: no gateway tells of its BMC.</param>
    public Verdict? Judge(string hostName, DateTimeOffset heardAt, DateTimeOffset quietSince, bool expected, TimeSpan limit, SilentBmc? bmc, DateTimeOffset now)
    {
        if (now - heardAt < limit)
            return Verdict.Clear(Code, null);
        if (!expected || now - quietSince < limit)
            return null;
        var (said, action) = Say(bmc, now);
        return Verdict.Found(new Finding
        {
            Code = Code,
            Severity = Severity.Critical,
            Sentence = $"Nothing has been heard of {hostName} since {Clock(heardAt)} UTC.{said}",
            Action = action,
            Evidence = Evidence(heardAt, bmc),
        });
    }

    private static (string Said, string Action) Say(SilentBmc? bmc, DateTimeOffset now) => bmc?.State(now) switch
    {
        SilentBmcState.PowerOff => (
            " Its BMC says that the power is off.", "Read the BMC's event log for why the power went, then have it power-cycled by its gateway."),
        SilentBmcState.PowerOn => (
            " Its BMC says that the power is on.", "Capture the Host's console by its BMC gateway."),
        SilentBmcState.NoAnswer => (
            $" Its BMC does not answer {bmc!.Gateway} either.", "Have remote hands look at the Host's power feed and network."),
        _ => ("", "Look at the Host's power and console through its BMC."),
    };

    private static Dictionary<string, string> Evidence(DateTimeOffset heardAt, SilentBmc? bmc)
    {
        var evidence = new Dictionary<string, string> { ["heard_at"] = heardAt.ToString("O", CultureInfo.InvariantCulture) };
        if (bmc is null)
            return evidence;
        evidence["bmc_gateway"] = bmc.Gateway;
        evidence["bmc_asked_at"] = bmc.AskedAt.ToString("O", CultureInfo.InvariantCulture);
        if (bmc.ReadAt is { } readAt)
            evidence["bmc_read_at"] = readAt.ToString("O", CultureInfo.InvariantCulture);
        if (bmc.Failure.Length > 0)
            evidence["bmc_failure"] = bmc.Failure;
        if (bmc.Reading is { HasPowerOn: true } reading)
            evidence["power"] = reading.PowerOn ? "on" : "off";
        foreach (var chassis in new[] { "Last Power Event", "System restart cause" })
        {
            if (bmc.Reading?.Chassis.GetValueOrDefault(chassis) is { Length: > 0 } value)
                evidence[chassis] = value;
        }

        for (var place = 0; place < bmc.Log.Count; place++)
            evidence[$"bmc_log_{place + 1}"] = bmc.Log[place];
        return evidence;
    }

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
