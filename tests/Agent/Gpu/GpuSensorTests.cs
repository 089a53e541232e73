using SovereignFleet.Agent.Gpu;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

[TestClass]
[DoNotParallelize]
public sealed class GpuSensorTests(TestContext context)
{
    /// <summary>Page retirement ended with Volta and Turing, NVLink 5 began with Blackwell, C2C is Grace Hopper's.</summary>
    private const string NotOfH100 =
        "retired_pages_corrected retired_pages_uncorrected retired_pages_pending nvlink_failed_recoveries nvlink_integrity_errors "
        + "nvlink_malformed_packets nvlink_receive_errors nvlink_effective_ber nvlink_symbol_ber c2c_errors";

    /// <summary>The stand-in wants its two samples so far apart; NVML does too.</summary>
    private static readonly TimeSpan GpmInterval = TimeSpan.FromMilliseconds(120);

    private FakeDriver fake = null!;

    [TestInitialize]
    public async Task Start() => fake = await FakeDriver.StartAsync();

    [TestCleanup]
    public void Close() => fake.Dispose();

    [TestMethod]
    public async Task ReadAsync_EightHealthyGpus_GivesEveryFieldThatAnH100Has()
    {
        var sensor = Sensor();
        await ReadAsync(sensor);
        await Task.Delay(GpmInterval, context.CancellationToken);
        var frame = await ReadAsync(sensor);

        Assert.HasCount(8, frame.Gpus);
        foreach (var gpu in frame.Gpus)
        {
            Assert.AreEqual(GpuReading.Types.State.Present, gpu.State, gpu.Error);
            Assert.AreEqual("", gpu.Error);
            Assert.AreEqual(NotOfH100, string.Join(' ', Absent(gpu)));
        }

        Assert.HasCount(8, frame.Gpus.Select(gpu => gpu.Uuid).Distinct());
    }

    [TestMethod]
    public async Task ReadAsync_ScenarioValues_ArriveInTheirOwnFields()
    {
        fake.Rewrite(
            "gpu3.temperature=84", "gpu3.memory_temperature=97", "gpu3.margin=-3", "gpu3.power_mw=701234", "gpu3.ecc_volatile_uncorrected=1",
            "gpu3.remapped_rows_corrected=2", "gpu3.remapped_rows_uncorrected=5", "gpu3.row_remap_pending=1", "gpu3.recovery_action=4",
            "gpu3.nvlink_crc_errors=7", "gpu3.nvlink_data_crc_errors=5", "gpu3.memory_total=9000000000000", "gpu3.clocks_event_reasons=0x88");

        var gpu = (await ReadAsync(Sensor())).Gpus.Single(gpu => gpu.Index == 3);

        Assert.AreEqual(84, gpu.TemperatureC);
        Assert.AreEqual(97, gpu.MemoryTemperatureC);
        Assert.AreEqual(-3, gpu.TemperatureMarginC);
        Assert.AreEqual(701234, gpu.PowerMw);
        Assert.AreEqual(1, gpu.EccVolatileUncorrected);
        Assert.AreEqual(2, gpu.RemappedRowsCorrected);
        Assert.AreEqual(5, gpu.RemappedRowsUncorrected);
        Assert.AreEqual(1, gpu.RowRemapPending);
        Assert.AreEqual(4, gpu.RecoveryAction);
        Assert.AreEqual(12, gpu.NvlinkCrcErrors);
        Assert.AreEqual(9000000000000, gpu.MemoryTotalBytes);
        Assert.AreEqual(0x88, gpu.ClocksEventReasons);
    }

    /// <summary>What costs the machine: calls into the driver. Seventeen before the slow facts had their own pace.</summary>
    [TestMethod]
    public async Task ReadAsync_SecondSecond_AsksOnlyWhatMayHaveChanged()
    {
        var sensor = Sensor();
        await ReadAsync(sensor);
        await Task.Delay(GpmInterval, context.CancellationToken);
        var (calls, fields, batches) = (FakeDriver.Calls(null), FakeDriver.Calls("fields"), FakeDriver.Calls("nvmlDeviceGetFieldValues"));

        await ReadAsync(sensor);

        Assert.AreEqual(14u, (FakeDriver.Calls(null) - calls) / 8);
        Assert.AreEqual(27u, (FakeDriver.Calls("fields") - fields) / 8);
        Assert.AreEqual(8u, FakeDriver.Calls("nvmlDeviceGetFieldValues") - batches);
    }

    [TestMethod]
    public async Task ReadAsync_FieldRefusedOnce_IsNotAskedAgainUntilNvmlIsOpenedAnew()
    {
        fake.Rewrite("unsupported_field=82", "unsupported=nvmlDeviceGetEncoderUtilization");
        var sensor = Sensor();
        await ReadAsync(sensor);
        var (asked, encoder) = (FakeDriver.Calls("fields"), FakeDriver.Calls("nvmlDeviceGetEncoderUtilization"));
        var refused = await ReadAsync(sensor);
        Assert.AreEqual(26u, (FakeDriver.Calls("fields") - asked) / 8);
        Assert.AreEqual(encoder, FakeDriver.Calls("nvmlDeviceGetEncoderUtilization"));
        Assert.IsFalse(refused.Gpus[0].HasMemoryTemperatureC);

        fake.Rewrite("uninitialized=1");
        await ReadAsync(sensor);
        fake.Rewrite("");
        await Until.Async(
            "the field is there", async _ => (await ReadAsync(sensor)).Gpus[0], gpu => gpu.HasMemoryTemperatureC && gpu.HasEncoderUtilizationPercent,
            context.CancellationToken);
    }

    [TestMethod]
    public async Task ReadAsync_FunctionsAndFieldsNotSupported_AreAbsentNeverZero()
    {
        fake.Rewrite("missing=nvmlDeviceGetMarginTemperature", "unsupported=nvmlDeviceGetPowerUsage", "unsupported_field=185", "unsupported_field=82");

        var gpu = (await ReadAsync(Sensor())).Gpus[0];

        Assert.AreEqual(GpuReading.Types.State.Present, gpu.State);
        Assert.IsFalse(gpu.HasTemperatureMarginC);
        Assert.IsFalse(gpu.HasPowerMw);
        Assert.IsFalse(gpu.HasMemoryTemperatureC);
        Assert.IsTrue(gpu.HasTemperatureC);
        Assert.Contains("nvmlDeviceGetMarginTemperature", fake.Library.MissingFunctions);
    }

    [TestMethod]
    public async Task ReadAsync_OlderNamesOnly_FallBack()
    {
        fake.Rewrite("missing=nvmlDeviceGetCurrentClocksEventReasons", "missing=nvmlDeviceGetMemoryInfo_v2", "gpu0.clocks_event_reasons=64");

        var gpu = (await ReadAsync(Sensor())).Gpus[0];

        Assert.AreEqual(64, gpu.ClocksEventReasons);
        Assert.IsTrue(gpu.HasMemoryUsedBytes);
        Assert.IsFalse(gpu.HasMemoryReservedBytes);
    }

    [TestMethod]
    public async Task ReadAsync_GpuLostAndBack_KeepsItsIdentity()
    {
        var sensor = Sensor();
        var uuid = (await ReadAsync(sensor)).Gpus[3].Uuid;
        fake.Say("gpu3.lost=1");

        var lost = (await ReadAsync(sensor)).Gpus.Single(gpu => gpu.Uuid == uuid);
        Assert.AreEqual(GpuReading.Types.State.Lost, lost.State);
        StringAssert.Contains(lost.Error, "lost");
        Assert.IsFalse(lost.HasTemperatureC);

        fake.Say("gpu3.lost=0");
        await Until.Async(
            "the GPU is read again", async _ => (await ReadAsync(sensor)).Gpus.Single(gpu => gpu.Uuid == uuid).State,
            state => state == GpuReading.Types.State.Present, context.CancellationToken);
        Assert.IsTrue(fake.Events.Reader.TryRead(out var story));
        Assert.AreEqual(EventKinds.GpuReset, story.Happened.Kind);
        Assert.AreEqual(uuid, story.Happened.GpuUuid);
        Assert.IsFalse(fake.Events.Reader.TryRead(out _));
    }

    [TestMethod]
    public async Task ReadAsync_GpuNoLongerListed_IsLost()
    {
        var sensor = Sensor();
        await ReadAsync(sensor);
        fake.Rewrite("count=7", "uninitialized=1");
        await ReadAsync(sensor);
        fake.Rewrite("count=7");

        var gpus = await Until.Async(
            "seven GPUs and a lost one", async _ => (await ReadAsync(sensor)).Gpus.ToList(),
            gpus => gpus.Count(gpu => gpu.State == GpuReading.Types.State.Present) == 7, context.CancellationToken);

        Assert.HasCount(8, gpus);
        Assert.AreEqual(GpuReading.Types.State.Lost, gpus.Single(gpu => gpu.Index == 7).State);
    }

    [TestMethod]
    public async Task ReadAsync_DriverReloaded_TellsAndRecovers()
    {
        var sensor = Sensor();
        await ReadAsync(sensor);
        fake.Say("uninitialized=1");

        var frame = await ReadAsync(sensor);
        Assert.HasCount(8, frame.Gpus);
        Assert.IsTrue(frame.Gpus.All(gpu => gpu.State == GpuReading.Types.State.Unreadable && gpu.Error.Length > 0 && gpu.Uuid.Length > 0));
        Assert.IsNull(sensor.UnsupportedReason());

        fake.Say("uninitialized=0");
        await Until.Async(
            "all GPUs are read again", async _ => (await ReadAsync(sensor)).Gpus.Count(gpu => gpu.State == GpuReading.Types.State.Present),
            present => present == 8, context.CancellationToken);
    }

    [TestMethod]
    public void UnsupportedReason_DriverNotLoaded_SaysSo()
    {
        fake.Rewrite("init_error=9");

        StringAssert.Contains(Sensor().UnsupportedReason(), "driver is not loaded");
    }

    private GpuSensor Sensor() => fake.Sensor();

    private static IEnumerable<string> Absent(GpuReading gpu) => GpuReading.Descriptor.Fields.InFieldNumberOrder()
        .Where(field => field.FieldNumber >= 10 && !field.Accessor.HasValue(gpu)).Select(field => field.Name);

    private async Task<Frame> ReadAsync(GpuSensor sensor)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(3));
        var frame = new FrameWriter();
        await sensor.ReadAsync(frame, patience.Token);
        var taken = frame.Take();
        var inOrder = taken.Gpus.OrderBy(gpu => gpu.Index).ToList();
        taken.Gpus.Clear();
        taken.Gpus.AddRange(inOrder);
        return taken;
    }
}
