using SovereignFleet.Agent.Bmc.Chassis;
using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc.Gateway;

/// <summary>One BMC that this agent reaches.</summary>
/// <param name="Host">The Host that it belongs to, as the control plane's inventory calls it; empty: this agent's own.</param>
internal sealed record ReachedBmc(string Host, IpmiTool Tool, IdentifyLight Light, BmcReader Reader)
{
    public static ReachedBmc Of(string host, IpmiTool tool, IdentifyLight light, TimeProvider time) =>
        new(host, tool, light, new BmcReader(tool, light, time));

    /// <summary>Null where there is one to read. A wrong setting is a failure, not the absence of a BMC.</summary>
    public string? WhyUnsupported() => Tool.Options.Mode == BmcMode.None && Tool.Options.Faults.Count == 0 ? Tool.Refusal() : null;
}
