using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Agent;

/// <summary>Somebody has a copy of what the Host's agent had: the key of a certificate is on one machine, and was on two where it is shown after
/// its follower. A copy that lives tries again every minute; it is over when none has for an hour while the Host itself speaks.</summary>
internal sealed class SupersededCertificateRule : IHealthRule
{
    /// <summary>How old the last Frame may be that proves that the Host speaks now.</summary>
    private static readonly TimeSpan Speaks = TimeSpan.FromSeconds(10);

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.CertificateSuperseded, hold: TimeSpan.Zero, keep: TimeSpan.FromHours(1));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.Superseded is { } seen)
        {
            yield return Verdict.Found(Identity, new Finding
            {
                Fault = FaultCatalog.CertificateSuperseded,
                Severity = Severity.Critical,
                Sentence = seen.Sentence,
                Remedy = Remedy.None,
                Action = "Find out which machine it is. Unless an old disk or snapshot of the Host was started, its key was stolen: revoke the Host, and enroll the right machine anew.",
                Evidence = new Dictionary<string, string> { ["address"] = seen.Address, ["serial"] = seen.Serial },
            });
        }
        else if (window.FrameAt is { } heardAt && now - heardAt < Speaks)
        {
            yield return Verdict.Clear(Identity, null);
        }
    }
}
