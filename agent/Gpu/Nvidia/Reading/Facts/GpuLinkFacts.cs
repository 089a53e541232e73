using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>What a GPU's functions tell of its NVLinks and of its place in the fabric.</summary>
internal static class GpuLinkFacts
{
    private const uint MostLinks = 36; // NVML_NVLINK_MAX_LINKS of NVML 13; an older driver refuses those that it does not know

    public static readonly GpuFact[] All =
    [
        GpuFact.Of(GpuReading.NvlinkLinksUpFieldNumber, GpuPace.TenSeconds, Links, Put),
        GpuFact.Of(GpuReading.FabricStateFieldNumber, GpuPace.Minute, static gpu => gpu.Health.Fabric2(), Put),
        GpuFact.Of(GpuReading.FabricStateFieldNumber, GpuPace.Minute, static gpu => gpu.Health.Fabric(), Put),
    ];

    /// <summary>The links come in order: the first that the GPU refuses ends them.</summary>
    private static NvmlAnswer<(uint Up, uint Down)> Links(NvmlDevice gpu)
    {
        var (up, down) = (0u, 0u);
        for (var link = 0u; link < MostLinks; link++)
        {
            var state = gpu.Health.NvLinkState(link);
            if (!state.IsOk)
            {
                return link == 0 || state.Outcome is NvmlOutcome.Lost or NvmlOutcome.DriverGone
                    ? new(state.Outcome, default, state.Reason)
                    : new(NvmlOutcome.Ok, (up, down), "");
            }

            (up, down) = state.Value == 0 ? (up, down + 1) : (up + 1, down);
        }

        return new(NvmlOutcome.Ok, (up, down), "");
    }

    private static void Put(GpuReading to, (uint Up, uint Down) value)
    {
        to.NvlinkLinksUp = value.Up;
        to.NvlinkLinksDown = value.Down;
    }

    private static void Put(GpuReading to, NvmlHealthLayouts.Fabric2 value)
    {
        to.FabricState = value.State;
        to.FabricStatus = value.Status;
        to.FabricHealth = value.HealthMask;
    }

    private static void Put(GpuReading to, NvmlHealthLayouts.Fabric value)
    {
        to.FabricState = value.State;
        to.FabricStatus = value.Status;
    }
}
