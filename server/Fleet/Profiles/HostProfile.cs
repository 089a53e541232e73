namespace SovereignFleet.Server.Fleet.Profiles;

/// <summary>What a Host has: the healthy one of its kind, or this one as it is now. Null: nothing is known of it, so nothing is expected.</summary>
internal sealed record HostProfile
{
    /// <summary>With more than none, a driver that reads them.</summary>
    public int? Gpus { get; init; }

    /// <summary>As NVML names it; null also where they are of several models.</summary>
    public string? GpuModel { get; init; }

    public int? Nics { get; init; }

    public int? Disks { get; init; }

    /// <summary>Of the link that GPU and slot can have together; of several GPUs the least.</summary>
    public int? PcieGeneration { get; init; }

    /// <summary>Lanes, as above.</summary>
    public int? PcieWidth { get; init; }

    /// <summary>That are up, of each GPU.</summary>
    public int? NvLinks { get; init; }
}
