using SovereignFleet.Server.Telemetry.Storage;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>What each Frame goes through: whose GPUs it names, the minutes that are kept of it, and what it means now.</summary>
internal sealed record FrameWays(GpuBook Gpus, BlockStore Blocks, LiveFrames Live);
