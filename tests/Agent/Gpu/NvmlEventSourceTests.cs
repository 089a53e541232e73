using SovereignFleet.Agent.Gpu.Nvidia.Events;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

[TestClass]
[DoNotParallelize]
public sealed class NvmlEventSourceTests(TestContext context)
{
    private TestFolder folder = null!;
    private FakeDriver fake = null!;

    [TestInitialize]
    public async Task Start() => (folder, fake) = (new TestFolder(), await FakeDriver.StartAsync());

    [TestCleanup]
    public void Close()
    {
        fake.Dispose();
        folder.Dispose();
    }

    [TestMethod]
    public async Task RunAsync_XidAndRecoveryAction_AreToldOnceWithTheirGpu()
    {
        var source = fake.EventSource(folder.Below("gpus"));
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
    [DataRow(0x1ul, EventKinds.EccCorrected, "single_bit_ecc_error")]
    [DataRow(0x2ul, EventKinds.EccUncorrected, "double_bit_ecc_error")]
    [DataRow(0x200ul, EventKinds.EccStorm, "single_bit_ecc_storm")]
    [DataRow(0x400ul, EventKinds.DramRetirement, "dram_retirement")]
    [DataRow(0x800ul, EventKinds.RowRemapFailure, "dram_retirement_failure")]
    [DataRow(0x1000ul, EventKinds.EccUncorrected, "poison_nonfatal")]
    [DataRow(0x2000ul, EventKinds.EccUncorrected, "poison_fatal")]
    [DataRow(0x4000ul, EventKinds.FallenOffBus, "gpu_unavailable")]
    [DataRow(0x40000ul, EventKinds.DriverMessage, "unknown")]
    public void ToEvent_EachType_HasItsKindAndName(ulong type, string kind, string name)
    {
        var happened = NvmlEvents.ToEvent(new NvmlEvent(null, type, 0), null, TimeProvider.System.GetUtcNow());

        Assert.AreEqual(kind, happened.Kind);
        Assert.AreEqual(name, happened.Detail["nvml_event_name"]);
    }

    [TestMethod]
    public async Task RunAsync_AnotherGpuAtTheAddressAfterARestart_IsToldOnce()
    {
        await RunUntilAsync(_ => File.Exists(folder.Below("gpus")));
        var before = fake.Driver.Slots[3].Uuid;
        fake.Dispose();
        fake = await FakeDriver.StartAsync();
        fake.Rewrite("gpu3.uuid=GPU-new", "gpu3.serial=99");

        var events = await RunUntilAsync(events => events.All.Count > 0 && File.ReadAllText(folder.Below("gpus")).Contains("GPU-new", StringComparison.Ordinal));
        var again = await RunUntilAsync(_ => fake.Driver.Slots.Count == 8);

        var replaced = events.All.Single();
        Assert.AreEqual(EventKinds.GpuReplaced, replaced.Kind);
        Assert.AreEqual("GPU-new", replaced.GpuUuid);
        Assert.AreEqual("0000:3a:00", replaced.PciAddress);
        Assert.AreEqual(before, replaced.Detail["uuid_before"]);
        Assert.AreEqual("1654023000003", replaced.Detail["serial_before"]);
        Assert.AreEqual("99", replaced.Detail["serial"]);
        Assert.AreEqual("4", replaced.Detail["slot"]);
        Assert.IsEmpty(again.All);
    }

    [TestMethod]
    public async Task RunAsync_WaitHangs_FailsAndSendsNoSecondThread()
    {
        var source = fake.EventSource(folder.Below("gpus"));
        Assert.IsNull(source.UnsupportedReason());
        fake.Say("hang=nvmlEventSetWait_v2");
        var waits = FakeDriver.Calls("nvmlEventSetWait_v2");

        await Assert.ThrowsAsync<TimeoutException>(() => source.RunAsync(new EventList(), context.CancellationToken));
        await Assert.ThrowsAsync<TimeoutException>(() => source.RunAsync(new EventList(), context.CancellationToken));

        Assert.AreEqual(waits + 1, FakeDriver.Calls("nvmlEventSetWait_v2"));
        fake.Rewrite("");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var events = new EventList();
        await Until.TrueAsync("the wait is back", () => FakeDriver.Calls("nvmlEventSetWait_v2") > waits + 1, context.CancellationToken);
        var running = source.RunAsync(events, stop.Token);
        fake.Say("event=1,xid,31");
        await Until.TrueAsync("it listens again", () => events.All.Count == 1, context.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => running);
    }

    private async Task<EventList> RunUntilAsync(Func<EventList, bool> holds)
    {
        var source = fake.EventSource(folder.Below("gpus"));
        Assert.IsNull(source.UnsupportedReason());
        var events = new EventList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var running = source.RunAsync(events, stop.Token);
        await Until.TrueAsync("the source has told", () => holds(events), context.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => running);
        return events;
    }
}
