using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;
using AgentInventory = SovereignFleet.Proto.Link.Inventory;

namespace SovereignFleet.Server.Fleet.Profiles;

/// <summary>What a Host has by its agent's own word. Pure.</summary>
internal static class FoundProfile
{
    public const string Nic = "nic";
    public const string Disk = "nvme";

    /// <param name="own">Those GPUs of the Inventory that are the Host's.</param>
    /// <param name="heartbeat">What was heard last, for how many NVLinks are up; null: nothing was.</param>
    public static HostProfile Of(AgentInventory said, IReadOnlyCollection<GpuInfo> own, HostHeartbeat? heartbeat) => new()
    {
        Gpus = own.Count,
        GpuModel = own.Select(gpu => gpu.Name).Distinct().Count() == 1 && own.First().Name is { Length: > 0 } model ? model : null,
        Nics = Count(said, Nic),
        Disks = Count(said, Disk),
        PcieGeneration = Least(own.Select(gpu => gpu.HasPcieMaxGeneration ? gpu.PcieMaxGeneration : (long?)null)),
        PcieWidth = Least(own.Select(gpu => gpu.HasPcieMaxWidth ? gpu.PcieMaxWidth : (long?)null)),
        NvLinks = Least(Readings(heartbeat).Select(reading => reading.HasNvlinkLinksUp ? reading.NvlinkLinksUp : (long?)null)) is > 0 and var up ? up : null,
    };

    /// <summary>Null: the agent tells of no device at all, so it could not look.</summary>
    private static int? Count(AgentInventory said, string kind) =>
        said.Host is { Devices.Count: > 0 } host
            // A card with two faces (mlx5_0 and ens1f0np0) is one.
            ? host.Devices.Where(device => device.Kind == kind).Select(device => device.PciAddress.Length > 0 ? device.PciAddress : device.Name).Distinct().Count()
            : null;

    private static IEnumerable<GpuReading> Readings(HostHeartbeat? heartbeat) =>
        heartbeat?.Frame is { } frame ? Frame.Parser.ParseFrom(frame).Gpus.Where(reading => reading.State == GpuReading.Types.State.Present) : [];

    private static int? Least(IEnumerable<long?> values) => (int?)values.Min();
}
