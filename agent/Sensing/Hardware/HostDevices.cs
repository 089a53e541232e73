using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Hardware;

/// <summary>The network cards and NVMe disks of the Host with their firmware, as /sys tells it to anyone.</summary>
internal sealed class HostDevices(string root)
{
    private const int MostOfAKind = 256;

    public IReadOnlyList<DeviceInfo> Read() =>
    [
        .. Names("infiniband").Select(Fabric),
        .. Names("net").Where(name => Directory.Exists(PathOf($"sys/class/net/{name}/device"))).Select(Card),
        .. Names("nvme").Select(Disk),
    ];

    // /sys/class/infiniband/mlx5_0: fw_ver "28.39.1002", board_id "MT_0000000838", hca_type "MT4129", node_guid "b83f:d203:00aa:bbcc"
    private DeviceInfo Fabric(string name) => new()
    {
        Kind = "nic",
        Name = name,
        Model = Joined(Text($"infiniband/{name}/hca_type"), Text($"infiniband/{name}/board_id")),
        Serial = Text($"infiniband/{name}/node_guid"),
        Firmware = Text($"infiniband/{name}/fw_ver"),
        PciAddress = PciAddress($"infiniband/{name}/device"),
    };

    // /sys/class/net/ens1f0np0/device: vendor "0x15b3", device "0x1021", driver -> ../../../bus/pci/drivers/mlx5_core
    // What is virtual has no device. A network card's firmware is in no file: the kernel is asked.
    private DeviceInfo Card(string name) => new()
    {
        Kind = "nic",
        Name = name,
        Model = Joined(Identity(name), Target($"net/{name}/device/driver")),
        Firmware = root == "/" ? NicFirmware.Read(name) : "",
        PciAddress = PciAddress($"net/{name}/device"),
    };

    // /sys/class/nvme/nvme0: model "SAMSUNG MZQL21T9HCJR-00A07   ", serial, firmware_rev "GDC5602Q", address "0000:01:00.0"
    private DeviceInfo Disk(string name) => new()
    {
        Kind = "nvme",
        Name = name,
        Model = Text($"nvme/{name}/model"),
        Serial = Text($"nvme/{name}/serial"),
        Firmware = Text($"nvme/{name}/firmware_rev"),
        PciAddress = Text($"nvme/{name}/address"),
    };

    private static string Joined(string one, string other) => one.Length > 0 && other.Length > 0 ? $"{one} {other}" : one + other;

    private string Identity(string name)
    {
        var (vendor, device) = (Text($"net/{name}/device/vendor"), Text($"net/{name}/device/device"));
        return vendor.StartsWith("0x", StringComparison.Ordinal) && device.StartsWith("0x", StringComparison.Ordinal)
            ? $"{vendor[2..]}:{device[2..]}"
            : "";
    }

    /// <summary>Empty where the device is on no PCI bus ("virtio2").</summary>
    private string PciAddress(string link) => Target(link) is var name && name.Count(one => one == ':') == 2 ? name : "";

    private string Text(string path) => HostFacts.Text(root, $"sys/class/{path}");

    private string Target(string link)
    {
        try
        {
            return Path.GetFileName(Directory.ResolveLinkTarget(PathOf($"sys/class/{link}"), returnFinalTarget: true)?.FullName ?? "");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private IEnumerable<string> Names(string kind)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(PathOf($"sys/class/{kind}")).Take(MostOfAKind).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return []; // This kernel has none of the kind.
        }
    }

    private string PathOf(string path) => Path.Combine(root, path);
}
