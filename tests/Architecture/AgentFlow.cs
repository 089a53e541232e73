namespace SovereignFleet.Tests.Architecture;

/// <summary>The folders of the agent in the order of the flow: a folder may use those listed before it. The registrations, which list
/// their own capability's rooms, and the root, which puts the agent together, may use all. Diagnostics is a program of its own.</summary>
internal static class AgentFlow
{
    public static readonly string[] Order =
    [
        "Runtime/Footprint", "Runtime/Programs", "Runtime/Systemd", "Runtime/Timing",
        "Sensing", "Sensing/Hardware", "Sensing/Events", "Sensing/Frames",
        "Gpu/Slots", "Gpu", "Gpu/Nvidia/Nvml/Native", "Gpu/Nvidia/Nvml", "Gpu/Nvidia/Driver", "Gpu/Nvidia/Reading/Facts",
        "Gpu/Nvidia/Reading", "Gpu/Nvidia/Description", "Gpu/Nvidia/Events",
        "KernelLog/Lines", "KernelLog/Prefixes", "KernelLog/Driver/Blocks", "KernelLog/Driver", "KernelLog/Platform/Memory", "KernelLog/Platform/Network", "KernelLog/Platform/Pci",
        "KernelLog/Platform/Processes", "KernelLog/Tail", "KernelLog/Fabric", "KernelLog",
        "Bmc/Ipmi", "Bmc/Chassis", "Bmc/Console", "Bmc/Fru", "Bmc/Sensors", "Bmc/Sel", "Bmc/Gateway", "Bmc",
        "Inference/Metrics", "Inference", "Inference/Probes",
        "Spool/Packing", "Spool/Records", "Spool/Files", "Spool/Segments", "Spool",
        "Uplink/Connection", "Uplink/Identity", "Uplink",
        "Commands/Limits", "Commands/History", "Commands", "Commands/Actions/GpuReset", "Commands/Actions/Diagnose", "Commands/Actions/Logs",
        "Commands/Actions", "Commands/Queue",
        "Exposition/Observation", "Exposition/Page", "Exposition/Ipmi", "Exposition/Hardware", "Exposition/Http", "Exposition/Gpus",
        "Exposition/Otlp", "Exposition",
        "Cli/Configuration", "Cli",
    ];
}
