using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>A BMC that its gateway cannot read. Whoever needs it for a Host that fell silent would find it dead too.</summary>
internal sealed class BmcUnreachableRule : IHealthRule
{
    public const string RuleName = "bmc-unreachable";
    private const string Code = RuleName;

    public string Name => RuleName;
    public TimeSpan Hold => TimeSpan.FromSeconds(60);
    public TimeSpan Keep => TimeSpan.FromSeconds(30);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.Gateway is not { } word)
        {
            yield break;
        }

        yield return word.Reading is not null ? Verdict.Clear(Code, null) : Verdict.Found(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Sentence = $"The BMC of {window.Host.Name} does not answer its gateway {word.Gateway.Name}.",
            Action = "Check the BMC's network port, and its address, user and password in the gateway's settings.",
            Evidence = new Dictionary<string, string> { ["read_by"] = word.Gateway.Name, ["reason"] = word.Failure },
        });
    }
}
