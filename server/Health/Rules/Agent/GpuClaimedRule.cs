using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Agent;

/// <summary>A Host names GPUs that another Host has, is heard with, and names too. Nothing of them is taken; a person looks where they are. It is over
/// when the Host names them no more, or they have come over to it.</summary>
internal sealed class GpuClaimedRule : IHealthRule
{
    /// <summary>An agent may name any number.</summary>
    private const int MostNamed = 4;
    private const int MostKept = 64;

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.GpuClaimed, hold: TimeSpan.Zero, keep: TimeSpan.Zero);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.Claims.Count > 0)
        {
            yield return Verdict.Found(Identity, Find(window.Host.Name, window.Claims));
        }
        else if (window.FrameAt is not null)
        {
            yield return Verdict.Clear(Identity, null);
        }
    }

    private static Finding Find(string host, IReadOnlyList<GpuClaim> claims)
    {
        var owners = string.Join(" and ", claims.Select(claim => claim.Owner).Distinct().Take(MostNamed));
        var gpus = string.Join(", ", claims.Take(MostNamed).Select(claim => $"{claim.Uuid} ({claim.Serial}, of {claim.Owner})"));
        var more = claims.Count > MostNamed ? $" and {claims.Count - MostNamed} more" : "";
        return new Finding
        {
            Fault = FaultCatalog.GpuClaimed,
            Severity = Severity.Warning,
            Sentence = $"{host} says that it has GPU {gpus}{more}, and so does {owners}: what {host} tells of it is not taken.",
            Remedy = Remedy.None,
            Action = $"Look which machine has it. If {host}: restart the agent of {owners}, or revoke that Host, and the GPU comes over. If not: revoke {host}, for its agent lies.",
            Evidence = claims.Take(MostKept).ToDictionary(claim => claim.Uuid, claim => claim.Owner),
        };
    }
}
