namespace SovereignFleet.Agent.Bmc.Chassis;

/// <summary>What is written down of a power cycle as it goes, so that a run of the agent that ends during it can be told from
/// what came before, and another one finishes it.</summary>
internal static class PowerSteps
{
    /// <summary>Written before "power off" is asked: from here on the Host may be without power.</summary>
    public const string OffAsked = "power-off-asked";

    public const string OffSeen = "power-off-seen";
}
