using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>What one field of NVML, or the sum of several, tells of a GPU.</summary>
/// <param name="Metric">The number of the reading's field that it fills, or the first of those.</param>
/// <param name="Put">Gets the value, and how many links or fields have answered.</param>
internal sealed record GpuField(int Metric, GpuPace Pace, GpuFieldKind Kind, NvmlField[] Fields, GpuField.Setter Put)
{
    internal delegate void Setter(GpuReading to, long value, int answered);

    /// <summary>Asked of each link by itself: NVML has no sum of it.</summary>
    public bool IsOfEachLink => Kind is GpuFieldKind.LinkCounter or GpuFieldKind.LinkState or GpuFieldKind.LinkErrorRate;
}

internal enum GpuFieldKind
{
    /// <summary>Of the GPU; more than one are summed.</summary>
    Value,

    /// <summary>NVML sums it over the links.</summary>
    AllLinks,

    /// <summary>Summed over the links. One that no longer answers counts as it last did: a counter does not fall.</summary>
    LinkCounter,

    /// <summary>Summed over the links that answer.</summary>
    LinkState,

    /// <summary>The worst link's.</summary>
    LinkErrorRate,
}
