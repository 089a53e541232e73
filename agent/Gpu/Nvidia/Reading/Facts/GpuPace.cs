namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>How often a fact is read. What was read more seldom than each second stands in the Frames in between as it was last
/// read: at most a minute old, of things that change by faults and by people, not by load.</summary>
internal enum GpuPace
{
    Second = 0,
    TenSeconds = 1,
    Minute = 2,
}
