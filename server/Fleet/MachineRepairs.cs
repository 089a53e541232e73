namespace SovereignFleet.Server.Fleet;

/// <summary>What a Pool may let a machine do to mend a Host, by the names of the agent's commands.</summary>
internal static class MachineRepairs
{
    public const string RestartUnit = "restart-unit";
    public const string GpuReset = "gpu-reset";
    public const string Reboot = "reboot";
    public const string PowerCycle = "power-cycle";

    /// <summary>From what disturbs least to what goes deepest.</summary>
    public static readonly string[] All = [RestartUnit, GpuReset, Reboot, PowerCycle];
}
