using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>One Host of a scene: its inference server, its GPUs, its kernel log, its BMC and its agent.</summary>
internal sealed class SceneHost
{
    public required string Name { get; init; }

    /// <summary>Its name in HAProxy.</summary>
    public required string Target { get; init; }

    public required int U { get; init; }

    public required VllmStandIn Inference { get; init; }

    public required GpuScenario Gpus { get; init; }

    public required KernelLogFeed KernelLog { get; init; }

    public AgentProcess? Agent { get; set; }
}
