using SovereignFleet.Agent.Gpu;
using SovereignFleet.Proto;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

[TestClass]
[DoNotParallelize]
public sealed class NvmlEventSourceTests(TestContext context)
{
    private FakeDriver fake = null!;

    [TestInitialize]
    public async Task Start() => fake = await FakeDriver.StartAsync();

    [TestCleanup]
    public void Close() => fake.Dispose();

    [TestMethod]
    public async Task RunAsync_XidAndRecoveryAction_AreToldOnceWithTheirGpu()
    {
        var source = new NvmlEventSource(fake.Driver, TimeProvider.System);
        Assert.IsNull(source.UnsupportedReason());
        fake.Say("gpu2.recovery_action=4");
        var events = new EventList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var running = source.RunAsync(events, stop.Token);
        await Task.Delay(500, context.CancellationToken);

        fake.Say("event=3,xid,48");
        fake.Say("event=2,recovery_action");
        await Until.TrueAsync("both events", () => events.All.Count >= 2, context.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => running);

        var xid = events.All.Single(happened => happened.Kind == EventKinds.Xid);
        Assert.AreEqual(48, xid.Code);
        Assert.AreEqual("0000:3a:00", xid.PciAddress);
        Assert.AreEqual(fake.Driver.Slots[3].Uuid, xid.GpuUuid);
        Assert.AreEqual("nvml", xid.Source);
        Assert.AreEqual(4, events.All.Single(happened => happened.Kind == EventKinds.RecoveryAction).Code);
    }

    /// <summary>Code 0 would mean that nothing is to be done any more, and would end a Condition that still holds.</summary>
    [TestMethod]
    public void ToEvent_RecoveryActionThatCannotBeRead_DoesNotSayNone()
    {
        var happened = new NvmlEvent(null, 0x8000, 0);

        Assert.AreEqual(EventKinds.DriverMessage, NvmlEvents.ToEvent(happened, null, TimeProvider.System.GetUtcNow()).Kind);
        Assert.AreEqual(EventKinds.RecoveryAction, NvmlEvents.ToEvent(happened, 0, TimeProvider.System.GetUtcNow()).Kind);
    }

    [TestMethod]
    public async Task ReadAsync_Inventory_NamesWhatTheGpusAreAndWhatTheDriverLacks()
    {
        fake.Rewrite("missing=nvmlDeviceGetMarginTemperature", "unsupported_field=82");
        var inventory = new Inventory();

        await new GpuInventory(fake.Driver, new PhysicalSlots("/nonexistent")).ReadAsync(inventory, context.CancellationToken);

        Assert.HasCount(8, inventory.Gpus);
        var gpu = inventory.Gpus[3];
        Assert.AreEqual("NVIDIA H100 80GB HBM3", gpu.Name);
        Assert.AreEqual("00000000:3A:00.0", gpu.PciAddress);
        Assert.AreEqual(4u, gpu.Slot);
        Assert.AreEqual("12.8", gpu.CudaVersion);
        Assert.AreEqual(89, gpu.SlowdownC);
        Assert.Contains("nvmlDeviceGetMarginTemperature", gpu.NotSupported);
        Assert.Contains("field MemoryTemperature", gpu.NotSupported);
    }
}
