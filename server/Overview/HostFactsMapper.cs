using SovereignFleet.Proto.Link;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>What a Host's last Inventory said of it; empty where there was none.</summary>
internal static class HostFactsMapper
{
    public static Wire.HostFacts Map(Fleet.Host host)
    {
        var inventory = InventoryOf(host);
        var info = inventory.Host ?? new HostInfo();
        return new Wire.HostFacts
        {
            Kernel = info.Kernel,
            OperatingSystem = info.OperatingSystem,
            Board = $"{info.BoardVendor} {info.BoardName}".Trim(),
            BoardSerial = info.BoardSerial,
            BiosVersion = info.BiosVersion,
            BmcFirmware = inventory.Bmc?.FirmwareVersion ?? "",
            AgentVersion = host.AgentVersion ?? "",
            DriverVersion = DriverVersion(inventory),
            BootId = host.BootId ?? "",
            GpuReason = inventory.GpuReason,
        };
    }

    public static Inventory InventoryOf(Fleet.Host host) => host.Inventory is null ? new Inventory() : Inventory.Parser.ParseFrom(host.Inventory);

    // A Host has one driver, and each of its GPUs tells it.
    public static string DriverVersion(Inventory inventory) => inventory.Gpus.FirstOrDefault()?.DriverVersion ?? "";
}
