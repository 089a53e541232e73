namespace SovereignFleet.Agent.Bmc.Chassis;

/// <summary>What is written down of a power cycle as it goes, so that a life of the agent that ends in the midst of it can be told from
/// what came before, and another one finishes it.</summary>
internal static class PowerSteps
{
    /// <summary>Written before "power off" is asked: from here on the Host may be dark.</summary>
    public const string OffAsked = "power-off-asked";

    public const string OffSeen = "power-off-seen";
}
