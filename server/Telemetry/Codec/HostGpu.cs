namespace SovereignFleet.Server.Telemetry.Codec;

/// <summary>A GPU in one Host: what it said in another is that Host's.</summary>
internal readonly record struct HostGpu(Guid HostId, string GpuUuid);
