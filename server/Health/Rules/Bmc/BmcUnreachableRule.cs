using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>A BMC that its gateway cannot read. Whoever needs it for a Host that fell silent would find it dead too.</summary>
internal sealed class BmcUnreachableRule : IHealthRule
{
    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.BmcUnreachable, hold: TimeSpan.FromSeconds(60), keep: TimeSpan.FromMinutes(3));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.Gateway is not { } word)
        {
            yield break;
        }

        yield return word.Reading is not null ? Verdict.Clear(Identity, null) : Verdict.Found(Identity, new Finding
        {
            Fault = FaultCatalog.BmcUnreachable,
            Severity = Severity.Warning,
            Sentence = $"The BMC of {window.Host.Name} does not answer its gateway {word.Gateway.Name}.",
            Remedy = Remedy.Of(RemedyKind.Inspect),
            Action = "Check the BMC's network port, and its address, user and password in the gateway's settings.",
            Evidence = new Dictionary<string, string> { ["read_by"] = word.Gateway.Name, ["reason"] = word.Failure },
        });
    }
}
