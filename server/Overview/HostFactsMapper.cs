using SovereignFleet.Proto.Link;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>What a Host's last Inventory said of it; empty where there was none.</summary>
internal static class HostFactsMapper
{
    public static Wire.HostFacts Map(Fleet.Host host)
    {
        var inventory = host.Inventory is null ? new Inventory() : Inventory.Parser.ParseFrom(host.Inventory);
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
            DriverVersion = inventory.Gpus.FirstOrDefault()?.DriverVersion ?? "",
            BootId = host.BootId ?? "",
            GpuReason = inventory.GpuReason,
        };
    }
}
