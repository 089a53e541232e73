namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>Bounds for what a BMC may make us read.</summary>
internal static class IpmiLines
{
    /// <summary>No line that ipmitool prints of one thing is longer.</summary>
    public const int Longest = 4096;
}
