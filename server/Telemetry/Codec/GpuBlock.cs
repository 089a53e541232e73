namespace SovereignFleet.Server.Telemetry.Codec;

/// <summary>One GPU's minute, with what names it.</summary>
/// <param name="Minute">The minute's start, UTC.</param>
internal sealed record GpuBlock(Guid HostId, string GpuUuid, DateTimeOffset Minute, GpuMinute Content);
