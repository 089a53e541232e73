using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Hardware;

/// <summary>The Host as its kernel and its firmware tables describe it. The root is "/" save in tests.</summary>
internal sealed class HostFacts(string hostName, string agentVersion, string root) : IInventorySource
{
    public string Name => "host";

    public HostDevices Devices { get; } = new(root);

    public static string Text(string root, string path) => Lines(root, path).FirstOrDefault("").Trim();

    /// <summary>Nothing where the file is absent or not for us: board_serial is readable by root only.</summary>
    public static string[] Lines(string root, string path)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public Task ReadAsync(Inventory inventory, CancellationToken cancellationToken)
    {
        inventory.Host = new HostInfo
        {
            Hostname = hostName,
            MachineId = Text(root, "etc/machine-id"),
            Kernel = Text(root, "proc/sys/kernel/osrelease"),
            OperatingSystem = OperatingSystemName(),
            BoardVendor = Text(root, "sys/class/dmi/id/board_vendor"),
            BoardName = Text(root, "sys/class/dmi/id/board_name"),
            BoardSerial = Text(root, "sys/class/dmi/id/board_serial"),
            BiosVersion = Text(root, "sys/class/dmi/id/bios_version"),
            AgentVersion = agentVersion,
            BootId = BootFacts.Read(root).BootId,
            Devices = { Devices.Read() },
        };
        return Task.CompletedTask;
    }

    // PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
    private string OperatingSystemName() =>
        Lines(root, "etc/os-release").FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?["PRETTY_NAME=".Length..].Trim('"') ?? "";
}
