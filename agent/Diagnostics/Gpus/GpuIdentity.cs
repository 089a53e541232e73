namespace SovereignFleet.Diagnostics.Gpus;

/// <param name="Uuid">"GPU-6f0e...", as NVML writes it.</param>
internal sealed record GpuIdentity(int Index, string Uuid, string PciAddress, string Name);
