namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>A GPU that is here, or was: one that fell off the bus keeps its identity, so that its loss is told of it and not
/// of an index. The uuid is empty only for a GPU that was lost before anybody could ask its name.</summary>
internal sealed record GpuSlot(uint Index, string Uuid, string PciAddress, NvmlDevice? Device, string LostReason);
