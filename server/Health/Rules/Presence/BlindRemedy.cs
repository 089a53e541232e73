using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Rules.Presence;

/// <summary>What is done about a driver that does not answer for a whole Host, or for one GPU.</summary>
internal static class BlindRemedy
{
    public static (RemedyKind Remedy, string Action) Of(NvmlTrouble trouble) => trouble switch
    {
        NvmlTrouble.VersionMismatch => (RemedyKind.Reboot, "Drain it now and restart the Host: the driver was upgraded under it."),
        NvmlTrouble.DriverNotLoaded => (RemedyKind.Reboot,
            "Drain it now and restart the Host: the driver was upgraded under it. If it is not loaded then either, build its module for the running kernel (DKMS)."),
        NvmlTrouble.NoLibrary => (RemedyKind.Inspect, "Drain it now and install the NVIDIA driver with its library, libnvidia-ml.so.1."),
        NvmlTrouble.NoPermission => (RemedyKind.Inspect, "Drain it now and give the agent access to /dev/nvidia*, or look who took it away."),
        NvmlTrouble.NoGpuListed => (RemedyKind.PowerCycle, "Drain it now and power-cycle the Host; have the GPUs looked at if they do not come back."),
        NvmlTrouble.ResetRequired => (RemedyKind.ResetGpu, "Drain it now and reset the GPUs."),
        NvmlTrouble.Hangs or NvmlTrouble.Other => (RemedyKind.Reboot, "Drain it now and restart the Host; have it looked at if that does not help."),
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "Unknown trouble."),
    };

    public static (RemedyKind Remedy, string Action) OfOneGpu(NvmlTrouble trouble) => trouble switch
    {
        NvmlTrouble.ResetRequired => (RemedyKind.ResetGpu, "Drain the Host now and reset the GPU."),
        NvmlTrouble.Other or NvmlTrouble.Hangs or NvmlTrouble.NoGpuListed => (RemedyKind.Reboot, "Drain the Host now and restart it; have the GPU replaced if it cannot be read then either."),
        _ => Of(trouble),
    };
}
