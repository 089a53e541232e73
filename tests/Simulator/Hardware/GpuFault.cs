namespace SovereignFleet.Simulator.Hardware;

/// <summary>What can be broken on a simulated GPU.</summary>
[Flags]
internal enum GpuFault
{
    None = 0,
    /// <summary>The die runs into its slowdown limit.</summary>
    Overheat = 1,
    /// <summary>Off the bus: NVML answers "GPU is lost".</summary>
    Lost = 2,
    /// <summary>A bad row waits for the next reset to be replaced.</summary>
    RemapPending = 4,
}
