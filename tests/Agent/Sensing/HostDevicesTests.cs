using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Sensing;

[TestClass]
public sealed class HostDevicesTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public void Read_CardsAndDisks_TellFirmwareAndPlace()
    {
        Machine();

        var devices = new HostDevices(stage.Root).Read();

        Assert.AreEqual(
            """
            nic mlx5_0 | MT4129 MT_0000000838 | b83f:d203:00aa:bbcc | 28.39.1002 | 0000:12:00.0
            nic ens1f0np0 | 15b3:1021 mlx5_core |  |  | 0000:12:00.0
            nic eth0 | virtio_net |  |  | none
            nvme nvme0 | SAMSUNG MZQL2 | S64GNE0R | GDC5602Q | 0000:01:00.0
            """,
            string.Join('\n', devices.Select(one => $"{one.Kind} {one.Name} | {one.Model} | {one.Serial} | {one.Firmware} | {(one.PciAddress.Length > 0 ? one.PciAddress : "none")}")));
    }

    [TestMethod]
    public void Read_MachineWithoutAny_IsEmpty() => Assert.IsEmpty(new HostDevices(stage.Root).Read());

    [TestMethod]
    public void Read_ThisMachine_NamesEveryCardThatIsNotVirtual()
    {
        var cards = Directory.Exists("/sys/class/net")
            ? Directory.GetFileSystemEntries("/sys/class/net").Where(card => Directory.Exists(card + "/device")).Select(card => Path.GetFileName(card))
            : [];

        var devices = new HostDevices("/").Read();

        CollectionAssert.IsSubsetOf(cards.ToList(), devices.Select(device => device.Name).ToList());
    }

    [TestMethod]
    public async Task Watch_OtherFirmware_InventoryIsReadAnew()
    {
        Machine();
        var (time, sink) = (new FakeTimeProvider(), new InventoryList());
        var host = new HostFacts("a", "1", stage.Root);
        using var loop = new InventoryLoop([host], sink, time, NullLogger<InventoryLoop>.Instance);
        using var watch = new DeviceChanges(host.Devices, loop, time);
        await loop.StartAsync(context.CancellationToken);
        await watch.StartAsync(context.CancellationToken);
        await Until.TrueAsync("the first inventory", () => sink.All.Count == 1, context.CancellationToken);
        stage.Write("sys/class/nvme/nvme0/firmware_rev", "GDC5702Q\n");
        await Until.TrueAsync("the second", () => Later(time) && sink.All.Count == 2, context.CancellationToken);
        await watch.StopAsync(context.CancellationToken);
        await loop.StopAsync(context.CancellationToken);

        Assert.AreEqual("GDC5602Q GDC5702Q", string.Join(' ', sink.All.Select(inventory => inventory.Host.Devices[^1].Firmware)));
    }

    /// <summary>A minute, but never the hour after which an Inventory is sent anyhow.</summary>
    private static bool Later(FakeTimeProvider time)
    {
        if (time.GetUtcNow() - time.Start < TimeSpan.FromMinutes(50))
        {
            time.Advance(TimeSpan.FromMinutes(1));
        }

        return true;
    }

    private void Machine()
    {
        Write("infiniband/mlx5_0", ("fw_ver", "28.39.1002"), ("board_id", "MT_0000000838"), ("hca_type", "MT4129"), ("node_guid", "b83f:d203:00aa:bbcc"));
        Write("nvme/nvme0", ("model", "SAMSUNG MZQL2   "), ("serial", "S64GNE0R "), ("firmware_rev", "GDC5602Q"), ("address", "0000:01:00.0"));
        var pci = stage.Folder("sys/devices/pci0000:10/0000:12:00.0");
        File.WriteAllText(Path.Combine(pci, "vendor"), "0x15b3\n");
        File.WriteAllText(Path.Combine(pci, "device"), "0x1021\n");
        Link(pci, "driver", stage.Folder("sys/bus/pci/drivers/mlx5_core"));
        Link(stage.Folder("sys/class/net/ens1f0np0"), "device", pci);
        Link(stage.Folder("sys/class/infiniband/mlx5_0"), "device", pci);
        var virtio = stage.Folder("sys/devices/virtio2");
        Link(virtio, "driver", stage.Folder("sys/bus/virtio/drivers/virtio_net"));
        Link(stage.Folder("sys/class/net/eth0"), "device", virtio);
        stage.Folder("sys/class/net/lo");
    }

    private void Write(string folder, params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            stage.Write($"sys/class/{folder}/{name}", text + "\n");
        }
    }

    private static void Link(string folder, string name, string target) => Directory.CreateSymbolicLink(Path.Combine(folder, name), target);
}
