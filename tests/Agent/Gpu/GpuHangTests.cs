using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Gpu;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

/// <summary>A driver call that does not come back: told, kept to itself, and never sent after by more threads.</summary>
[TestClass]
[DoNotParallelize]
public sealed class GpuHangTests(TestContext context)
{
    private FakeDriver fake = null!;

    [TestInitialize]
    public async Task Start() => fake = await FakeDriver.StartAsync();

    [TestCleanup]
    public void Close() => fake.Dispose();

    [TestMethod]
    public async Task ReadAsync_OneGpuHangs_IsToldAndTheOthersAreStillRead()
    {
        var sensor = fake.Sensor();
        await ReadAsync(sensor);
        fake.Say("hang=gpu2");

        var (hung, fault) = await UntilToldAsync(sensor, 1);
        Assert.AreEqual(7, hung.Count(gpu => gpu.State == GpuReading.Types.State.Present));
        StringAssert.Contains(hung.Single(gpu => gpu.Index == 2).Error, "not answered");
        StringAssert.Contains(fault, "GPU 2");

        fake.Rewrite("");
        await Until.Async(
            "the GPU answers again", async _ => await ReadAsync(sensor),
            told => told.Fault is null && told.Gpus.Count(gpu => gpu.State == GpuReading.Types.State.Present) == 8, context.CancellationToken);
    }

    [TestMethod]
    public async Task ReadAsync_WholeDriverHangs_NoCallIsSentAfterTheFirstOfEachGpu()
    {
        var sensor = fake.Sensor();
        await ReadAsync(sensor);
        fake.Say("hang=nvmlDeviceGetFieldValues");
        var asked = FakeDriver.Calls("nvmlDeviceGetFieldValues");

        await UntilToldAsync(sensor, 8);
        for (var second = 0; second < 3; second++)
        {
            Assert.IsTrue((await ReadAsync(sensor)).Gpus.All(gpu => gpu.State == GpuReading.Types.State.Unreadable));
        }

        Assert.AreEqual(asked + 8, FakeDriver.Calls("nvmlDeviceGetFieldValues"));
    }

    [TestMethod]
    public async Task ReadAsync_OpeningAnewHangs_EveryGpuIsUnreadableAndTheSensorFails()
    {
        var sensor = fake.Sensor();
        await ReadAsync(sensor);
        fake.Say("uninitialized=1");
        fake.Say("hang=nvmlInit_v2");

        var (gpus, fault) = await Until.Async(
            "the sensor fails", async _ => await ReadAsync(sensor), told => told.Fault is not null, context.CancellationToken);

        Assert.HasCount(8, gpus);
        Assert.IsTrue(gpus.All(gpu => gpu.State == GpuReading.Types.State.Unreadable));
        StringAssert.Contains(fault, "cannot be opened anew");
        fake.Rewrite("");
        await Until.Async(
            "all are read", async _ => await ReadAsync(sensor), told => told.Gpus.Count(gpu => gpu.State == GpuReading.Types.State.Present) == 8,
            context.CancellationToken);
    }

    [TestMethod]
    public async Task ReadAsync_InventoryHangs_TellsWhatItToldLast()
    {
        var time = new FakeTimeProvider();
        var inventory = fake.Inventory(time);
        await inventory.ReadAsync(new Inventory(), context.CancellationToken);
        fake.Say("hang=nvmlDeviceGetName");
        var asked = FakeDriver.Calls("nvmlDeviceGetName");

        var told = new Inventory();
        for (var read = 0; read < 2; read++)
        {
            var reading = inventory.ReadAsync(told, context.CancellationToken);
            await Until.TrueAsync("the driver is called", () => FakeDriver.Calls("nvmlDeviceGetName") == asked + 1, context.CancellationToken);
            Assert.IsFalse(reading.IsCompleted, "it has patience");
            time.Advance(TimeSpan.FromSeconds(10));
            await reading;
        }

        Assert.HasCount(16, told.Gpus);
        Assert.AreEqual("NVIDIA H100 80GB HBM3", told.Gpus[15].Name);
        Assert.AreEqual(asked + 1, FakeDriver.Calls("nvmlDeviceGetName"));
    }

    private Task<(IReadOnlyList<GpuReading> Gpus, string? Fault)> UntilToldAsync(GpuSensor sensor, int hanging) => Until.Async(
        $"{hanging} GPUs are told as hanging", async _ => await ReadAsync(sensor),
        told => told.Fault is not null && told.Gpus.Count(gpu => gpu.State == GpuReading.Types.State.Unreadable) == hanging, context.CancellationToken);

    private async Task<(IReadOnlyList<GpuReading> Gpus, string? Fault)> ReadAsync(GpuSensor sensor)
    {
        var frame = new FrameWriter();
        string? fault = null;
        try
        {
            await sensor.ReadAsync(frame, context.CancellationToken);
        }
        catch (TimeoutException late)
        {
            fault = late.Message;
        }

        return (frame.Take().Gpus, fault);
    }
}
