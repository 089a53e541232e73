using System.Globalization;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>A declared Host of which nothing was ever heard. Judged on a timer by <see cref="NeverHeardWatch"/>. A warning: it never counted as
/// available, so nothing that was served is missing. A Site that is installed Host by Host is given time from each agent that enrolls.</summary>
internal sealed class AgentNeverHeardRule
{
    public static RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.AgentNeverHeard, hold: TimeSpan.Zero, keep: TimeSpan.Zero);

    /// <param name="installation">How long a declared Host may wait for its agent; zero: for ever.</param>
    /// <param name="hearingSince">Since when this server can hear at all.</param>
    /// <returns>Null: nothing can be said yet.</returns>
    public Verdict? Judge(UnheardHost host, TimeSpan installation, LivenessOptions liveness, DateTimeOffset hearingSince, DateTimeOffset now) => host switch
    {
        { Heard: true } => Verdict.Clear(Identity, null),
        { Expected: false } => null,
        _ when liveness.Of(hearingSince, now) != Liveness.Silent => null,
        { EnrolledAt: { } enrolledAt } => liveness.Of(enrolledAt, now) != Liveness.Silent ? null : Verdict.Found(Identity, Enrolled(host, enrolledAt, now)),
        _ when installation == TimeSpan.Zero => Verdict.Clear(Identity, null),
        _ => now - Later(host.AddedAt, host.SiteEnrolledAt) < installation ? null : Verdict.Found(Identity, NotEnrolled(host)),
    };

    private static Finding Enrolled(UnheardHost host, DateTimeOffset enrolledAt, DateTimeOffset now) => Found(
        $"The agent of {host.Identity.Name} enrolled at {Clock(enrolledAt)} UTC and has never been heard.",
        host.CertifiedUntil <= now
            ? "Enroll it anew: its certificate has run out."
            : "Read its log on the Host: journalctl -u sovereignfleet-agent.",
        new() { ["added_at"] = Exact(host.AddedAt), ["enrolled_at"] = Exact(enrolledAt) });

    private static Finding NotEnrolled(UnheardHost host) => Found(
        $"{host.Identity.Name} was added at {Clock(host.AddedAt)} UTC and has never been heard: no agent has enrolled for it.",
        "Install its agent and enroll it.",
        new() { ["added_at"] = Exact(host.AddedAt) });

    private static Finding Found(string sentence, string action, Dictionary<string, string> evidence) =>
        new() { Fault = FaultCatalog.AgentNeverHeard, Severity = Severity.Warning, Remedy = Remedy.None, Sentence = sentence, Action = action, Evidence = evidence };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Exact(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
