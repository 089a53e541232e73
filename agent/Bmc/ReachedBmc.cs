namespace SovereignFleet.Agent.Bmc;

/// <summary>One BMC that this agent reaches.</summary>
/// <param name="Host">The Host that it belongs to, as the control plane's inventory calls it; empty: this agent's own.</param>
internal sealed record ReachedBmc(string Host, IpmiTool Tool, IdentifyLight Light);
