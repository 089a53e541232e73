namespace SovereignFleet.Agent.Bmc.Gateway;

/// <summary>This Host's own BMC, and those of the Hosts that this agent is the BMC gateway of.</summary>
internal sealed class ReachedBmcs(ReachedBmc own, IReadOnlyList<ReachedBmc> others)
{
    public ReachedBmc Own => own;

    public IReadOnlyList<ReachedBmc> Others => others;

    /// <summary>Null: this agent is no gateway of that Host.</summary>
    public ReachedBmc? Find(string host) => host.Length == 0 ? own : others.FirstOrDefault(bmc => bmc.Host == host);

    /// <summary>Why <see cref="Find"/> found none, for a person.</summary>
    public string WhyNot(string host) => others.Count == 0
        ? $"this agent is no BMC gateway: it has no setting Gateway:0:Host for {host}"
        : $"this agent is not the BMC gateway of {host}; it is that of {string.Join(", ", others.Select(bmc => bmc.Host))} (Gateway:#:Host)";
}
