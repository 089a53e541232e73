using System.Globalization;

namespace SovereignFleet.Server.Health.Rules;

/// <summary>A Host of which nothing is heard. Judged on a timer by <see cref="AgentSilenceWatch"/>: silence brings no Frame to judge it by.</summary>
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
    public Verdict? Judge(string hostName, DateTimeOffset heardAt, DateTimeOffset quietSince, bool expected, TimeSpan limit, DateTimeOffset now)
    {
        if (now - heardAt < limit)
            return Verdict.Clear(Code, null);
        if (!expected || now - quietSince < limit)
            return null;
        return Verdict.Found(new Finding
        {
            Code = Code,
            Severity = Severity.Critical,
            Sentence = $"Nothing has been heard of {hostName} since {heardAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC.",
            Action = "Look at the Host's power and console through its BMC.",
            Evidence = new Dictionary<string, string> { ["heard_at"] = heardAt.ToString("O", CultureInfo.InvariantCulture) },
        });
    }
}
