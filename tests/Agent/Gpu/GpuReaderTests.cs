using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Gpu.Nvidia.Reading;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

/// <summary>What is read at which pace, by a clock that the test turns.</summary>
[TestClass]
[DoNotParallelize]
public sealed class GpuReaderTests
{
    private readonly FakeTimeProvider time = new();
    private FakeDriver fake = null!;

    [TestInitialize]
    public async Task Start()
    {
        fake = await FakeDriver.StartAsync();
        fake.Driver.EnsureOpen();
    }

    [TestCleanup]
    public void Close() => fake.Dispose();

    [TestMethod]
    public void Read_SlowFacts_StandAsLastReadUntilTheirRound()
    {
        using var reader = Reader(3);
        Assert.AreEqual(16, reader.Read().PcieWidth);
        fake.Say("gpu3.pcie_width=8");
        fake.Say("gpu3.remap_banks_none=2");
        fake.Say("gpu3.pcie_generation=4");

        time.Advance(TimeSpan.FromSeconds(1));
        var next = reader.Read();
        Assert.AreEqual("16 0 4", $"{next.PcieWidth} {next.RemapBanksNone} {next.PcieGeneration}");

        time.Advance(TimeSpan.FromSeconds(6)); // GPU 3 has its first slow round three seconds early
        var tens = reader.Read();
        Assert.AreEqual("8 0", $"{tens.PcieWidth} {tens.RemapBanksNone}");

        for (var round = 0; round < 5; round++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            tens = reader.Read();
        }

        Assert.AreEqual(2, tens.RemapBanksNone);
    }

    /// <summary>What can no longer be read is not told on from a round before.</summary>
    [TestMethod]
    public void Read_SlowFactThatFails_IsAbsentFromItsNextRound()
    {
        using var reader = Reader(0);
        Assert.IsTrue(reader.Read().HasPcieWidth);
        fake.Say("unsupported=nvmlDeviceGetCurrPcieLinkWidth");
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.IsFalse(reader.Read().HasPcieWidth);
    }

    [TestMethod]
    public void Read_MigSwitchedOff_IsNoticedAndWhatItHidIsAskedAnew()
    {
        fake.Say("gpu0.mig=1");
        using var reader = Reader(0);
        Assert.IsFalse(reader.Read().HasRowRemapPending);
        Assert.Contains("field RowRemapPending", reader.NotSupported);
        fake.Say("gpu0.mig=0");
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.IsFalse(reader.Read().HasRowRemapPending);
        Assert.IsFalse(reader.ModesChanged);

        for (var round = 0; round < 5; round++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.IsFalse(reader.ModesChanged);
            reader.Read();
        }

        Assert.IsTrue(reader.ModesChanged);
        Assert.IsTrue(reader.Read().HasRowRemapPending);
        Assert.DoesNotContain("field RowRemapPending", reader.NotSupported);
    }

    /// <summary>A link that went dark takes what it had counted with it: the sum does not fall.</summary>
    [TestMethod]
    public void Read_LinkNoLongerAnswers_CountsAsItLastDid()
    {
        fake.Rewrite("gpu0.architecture=10", "gpu0.nvlink4.link_receive_errors=50", "gpu0.nvlink5.link_receive_errors=2");
        using var reader = Reader(0);
        Assert.AreEqual(52, reader.Read().NvlinkReceiveErrors);
        fake.Say("gpu0.nvlink4.unreadable=1");
        fake.Say("gpu0.nvlink5.link_receive_errors=3");
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.AreEqual(53, reader.Read().NvlinkReceiveErrors);
    }

    /// <summary>The sums tell that there is trouble; only then is each link asked, and told where it has some.</summary>
    [TestMethod]
    public void Read_TroubledLinks_AreToldOneByOneAndTheOthersNot()
    {
        fake.Rewrite("gpu0.nvlink3.link_up=0", "gpu0.nvlink7.link_replays=4", "gpu0.nvlink7.link_crc_errors=2", "gpu0.nvlink_replays=4");
        using var reader = Reader(0);

        Assert.AreEqual("3: down 0 0, 7: up 2 4", Links(reader));

        fake.Say("gpu0.nvlink3.link_up=1");
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.AreEqual("7: up 2 4", Links(reader));
        Assert.AreEqual("7: up 2 4", Links(reader), "it stands between its rounds");
    }

    [TestMethod]
    public void Read_NvLink5_TellsItsOwnCountersOfTheLink()
    {
        fake.Rewrite("gpu0.architecture=10", "gpu0.nvlink17.link_good_recoveries=1", "gpu0.nvlink17.link_failed_recoveries=2", "gpu0.nvlink17.link_receive_errors=3");
        using var reader = Reader(0);
        var link = reader.Read().Links.Single();

        Assert.AreEqual("17 True 1 2 3", $"{link.Link} {link.Up} {link.Recoveries} {link.FailedRecoveries} {link.ReceiveErrors}");
        Assert.IsFalse(link.HasCrcErrors || link.HasReplays, "what this generation does not count is absent");
    }

    [TestMethod]
    public void Read_LinksWithoutTrouble_CostNoFurtherCall()
    {
        using var reader = Reader(0);
        Assert.IsEmpty(reader.Read().Links);
        time.Advance(TimeSpan.FromSeconds(10));
        var before = FakeDriver.Calls("nvmlDeviceGetFieldValues");
        Assert.IsEmpty(reader.Read().Links);

        Assert.AreEqual(before + 1, FakeDriver.Calls("nvmlDeviceGetFieldValues"));
    }

    /// <summary>A driver that knows no single links says so once.</summary>
    [TestMethod]
    public void Read_LinksThatCannotBeAsked_AreAbsentAndNotAskedAgain()
    {
        fake.Rewrite("gpu0.nvlink_replays=4");
        foreach (var field in new[] { 161, 162, 163, 165, 206, 208, 211, 213, 214 })
        {
            fake.Say($"unsupported_field={field}");
        }

        using var reader = Reader(0);
        Assert.IsEmpty(reader.Read().Links);
        time.Advance(TimeSpan.FromSeconds(10));
        var before = FakeDriver.Calls("nvmlDeviceGetFieldValues");
        Assert.IsEmpty(reader.Read().Links);

        Assert.AreEqual(before + 1, FakeDriver.Calls("nvmlDeviceGetFieldValues"));
    }

    /// <summary>Two compute instances of one GPU instance share its memory: it is told once.</summary>
    [TestMethod]
    public void Read_DividedGpu_TellsEachInstance()
    {
        fake.Rewrite(
            "gpu1.mig=1", "gpu1.mig_instances=3", "gpu200.memory_used=1000", "gpu200.memory_total=5000", "gpu201.instance_id=1",
            "gpu201.name=NVIDIA H100 80GB HBM3 MIG 1c.3g.40gb", "gpu202.instance_id=1");
        using var reader = Reader(1);

        var instances = reader.Read().Instances;
        Assert.AreEqual("7 1g.10gb, 1 3g.40gb", string.Join(", ", instances.Select(one => $"{one.Id} {one.Profile}")));
        Assert.AreEqual((1000UL, 5000UL, 589824000UL), (instances[0].MemoryUsedBytes, instances[0].MemoryTotalBytes, instances[0].MemoryReservedBytes));
        Assert.HasCount(2, reader.Read().Instances, "they stand between their rounds");
    }

    [TestMethod]
    [DataRow("unsupported=nvmlDeviceGetMaxMigDeviceCount")]
    [DataRow("missing=nvmlDeviceGetMigDeviceHandleByIndex")]
    [DataRow("gpu1.mig=0")]
    public void Read_InstancesThatCannotBeSeen_AreAbsentAndNoFaultOfTheGpu(string why)
    {
        fake.Rewrite("gpu1.mig=1", "gpu1.mig_instances=3", why);
        using var reader = Reader(1);
        var read = reader.Read();

        Assert.IsEmpty(read.Instances);
        Assert.AreEqual("", read.Error);
    }

    private static string Links(GpuReader reader) => string.Join(
        ", ", reader.Read().Links.Select(link => $"{link.Link}: {(link.Up ? "up" : "down")} {link.CrcErrors} {link.Replays}"));

    private GpuReader Reader(int gpu) =>
        new((uint)gpu, fake.Driver.Slots[gpu].Uuid, fake.Driver.Slots[gpu].Device!, fake.Library, time);
}
