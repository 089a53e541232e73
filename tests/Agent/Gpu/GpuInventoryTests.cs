using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

[TestClass]
[DoNotParallelize]
public sealed class GpuInventoryTests(TestContext context)
{
    private FakeDriver fake = null!;

    [TestInitialize]
    public async Task Start() => fake = await FakeDriver.StartAsync();

    [TestCleanup]
    public void Close() => fake.Dispose();

    [TestMethod]
    public async Task ReadAsync_EightGpus_NamesWhatTheyAreAndWhatTheDriverLacks()
    {
        fake.Rewrite("missing=nvmlDeviceGetMarginTemperature", "unsupported_field=82");

        var gpus = await ReadAsync();

        Assert.HasCount(8, gpus);
        var gpu = gpus[3];
        Assert.AreEqual("NVIDIA H100 80GB HBM3", gpu.Name);
        Assert.AreEqual("00000000:3A:00.0", gpu.PciAddress);
        Assert.AreEqual(4u, gpu.Slot);
        Assert.AreEqual("12.8", gpu.CudaVersion);
        Assert.AreEqual(89, gpu.SlowdownC);
        Assert.Contains("nvmlDeviceGetMarginTemperature", gpu.NotSupported);
        Assert.Contains("field MemoryTemperature", gpu.NotSupported);
    }

    [TestMethod]
    public async Task ReadAsync_SettingsLimitsAndErrors_AreTold()
    {
        fake.Rewrite(
            "gpu3.shutdown_margin=-7", "gpu3.slowdown_margin=-2", "gpu3.memory_max_margin=0", "gpu3.gpu_max_margin=3", "gpu3.mig=1", "gpu3.persistence=0",
            "gpu3.ecc_sram_aggregate_uncorrected=6", "gpu3.sram_faults=2", "gpu3.processes=2", "gpu3.fabric_health=0x55", "gpu3.nvlinks=12");

        var gpu = (await ReadAsync())[3];

        Assert.AreEqual("-7 -2 0 3", $"{gpu.ShutdownMarginC} {gpu.SlowdownMarginC} {gpu.MemoryMaxMarginC} {gpu.GpuMaxMarginC}");
        Assert.AreEqual("200000 700000 700000", $"{gpu.PowerLimitMinMw} {gpu.PowerLimitMaxMw} {gpu.PowerLimitDefaultMw}");
        Assert.IsTrue(gpu.EccEnabled && gpu.MigEnabled && !gpu.Persistence && gpu.HasPersistence);
        Assert.AreEqual("570.86.15 4 3 Hopper 12", $"{gpu.GspFirmware} {gpu.ModuleId} {gpu.MinorNumber} {gpu.Architecture} {gpu.Nvlinks}");
        Assert.AreEqual(
            "01020304-0506-0708-090a-0b0c0d0e0f10 7 3 0 85",
            $"{gpu.Fabric.ClusterUuid} {gpu.Fabric.CliqueId} {gpu.Fabric.State} {gpu.Fabric.Status} {gpu.Fabric.HealthMask}");
        Assert.AreEqual("dram sram", string.Join(' ', gpu.EccCounts.Select(count => count.Location)));
        Assert.AreEqual(6u, gpu.EccCounts[1].Uncorrected);
        Assert.AreEqual(new SramFault { Unit = 1, Location = 11, Sublocation = 12, Extlocation = 13, Address = 0x1001, Parity = true, Count = 6 }, gpu.SramFaults[1]);
        Assert.AreEqual("4542 4543", string.Join(' ', gpu.Processes.Select(process => process.Pid)));
        Assert.AreEqual("/usr/bin/python3", gpu.Processes[0].Name);
        Assert.AreEqual(68000000000u, gpu.Processes[0].MemoryBytes);
    }

    [TestMethod]
    public async Task ReadAsync_OlderFabricOnly_HasNoHealth()
    {
        fake.Rewrite("missing=nvmlDeviceGetGpuFabricInfoV", "missing=nvmlDeviceGetComputeRunningProcesses_v3");

        var gpu = (await ReadAsync())[0];

        Assert.AreEqual(3u, gpu.Fabric.State);
        Assert.AreEqual(0u, gpu.Fabric.HealthMask);
        Assert.HasCount(1, gpu.Processes);
    }

    [TestMethod]
    public async Task Sensor_GpusChange_AsksForAnotherInventory()
    {
        using var sensor = fake.Sensor();
        await sensor.ReadAsync(new FrameWriter(), context.CancellationToken);
        Assert.AreEqual(1, fake.InventoryRefreshes);
        await sensor.ReadAsync(new FrameWriter(), context.CancellationToken);
        Assert.AreEqual(1, fake.InventoryRefreshes);

        fake.Say("gpu3.lost=1");
        await Until.Async(
            "the inventory is asked for", async _ =>
            {
                await sensor.ReadAsync(new FrameWriter(), context.CancellationToken);
                return fake.InventoryRefreshes;
            },
            refreshes => refreshes == 2, context.CancellationToken);
    }

    private async Task<IReadOnlyList<GpuInfo>> ReadAsync()
    {
        var inventory = new Inventory();
        await fake.Inventory(TimeProvider.System).ReadAsync(inventory, context.CancellationToken);
        return inventory.Gpus;
    }
}
