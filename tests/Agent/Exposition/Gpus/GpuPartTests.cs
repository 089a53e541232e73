using SovereignFleet.Agent.Exposition.Gpus;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Exposition.Gpus;

[TestClass]
public sealed class GpuPartTests : IDisposable
{
    private const string Labels =
        """{gpu="0",UUID="GPU-1",pci_bus_id="00000000:1B:00.0",device="nvidia0",modelName="NVIDIA H200",Hostname="gpu-node-07",DCGM_FI_DRIVER_VERSION="570.1"}""";

    private const string Own = """{gpu="0",UUID="GPU-1",pci_bus_id="00000000:1B:00.0",device="nvidia0",Hostname="gpu-node-07"}""";

    private readonly ExpositionScene scene = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    public void Write_Reading_IsTheLineOfDcgmExporter()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading()) { TemperatureC = 41 });

        Assert.Contains("# TYPE DCGM_FI_DEV_GPU_TEMP gauge\nDCGM_FI_DEV_GPU_TEMP" + Labels + " 41\n", scene.GpuPage());
    }

    [TestMethod]
    public void Write_HostnameInSmallLetters_IsThatLabel()
    {
        using var small = new ExpositionScene("hostname");
        small.KnowGpu();
        small.Write(new GpuReading(ExpositionScene.Reading()) { TemperatureC = 41 });

        Assert.Contains(",hostname=\"gpu-node-07\",", small.GpuPage());
    }

    [TestMethod]
    [DataRow("DCGM_FI_DEV_POWER_USAGE", "699.5")]
    [DataRow("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "123456789")]
    [DataRow("DCGM_FI_DEV_FB_USED", "1024")]
    [DataRow("DCGM_FI_DEV_FB_FREE", "2040")]
    [DataRow("DCGM_FI_DEV_FB_RESERVED", "8")]
    [DataRow("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "0.437")]
    [DataRow("DCGM_FI_DEV_ECC_DBE_AGG_TOTAL", "3")]
    [DataRow("DCGM_FI_DEV_POWER_VIOLATION", "2500000000")]
    [DataRow("DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL", "5")]
    [DataRow("DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL", "2")]
    [DataRow("sovereignfleet_gpu_power_throttle_seconds_total", "2.5")]
    public void Write_Unit_IsThatOfTheName(string name, string value)
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading())
        {
            PowerMw = 699_500,
            EnergyMj = 123_456_789,
            MemoryUsedBytes = 1L << 30,
            MemoryTotalBytes = 3L << 30,
            MemoryReservedBytes = 8 << 20,
            TensorActivePermille = 437,
            EccAggregateUncorrected = 3,
            ThrottlePowerNs = 2_500_000_000,
            NvlinkCrcErrors = 7,
            NvlinkCrcDataErrors = 2,
        });

        Assert.Contains($"\n{name}{(name.StartsWith("DCGM", StringComparison.Ordinal) ? Labels : Own)} {value}\n", scene.GpuPage());
    }

    [TestMethod]
    public void Table_EveryRow_ReadsItsFieldAloneAndIsAbsentWithoutIt()
    {
        var fields = GpuReading.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldNumber >= 10).ToList();
        foreach (var metric in GpuMetrics.All.Where(metric => metric.Name is not ("DCGM_FI_DEV_FB_FREE" or "DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL")))
        {
            Assert.IsNull(metric.Read(new GpuReading()), metric.Name);
            var read = fields.Where(field =>
            {
                var reading = new GpuReading();
                field.Accessor.SetValue(reading, 1_000_003L);
                return metric.Read(reading) == 1_000_003L;
            }).ToList();
            Assert.HasCount(1, read, metric.Name);
        }

        Assert.HasCount(GpuMetrics.All.Count, GpuMetrics.All.Select(metric => metric.Name).Distinct());
    }

    /// <summary>The Inventory may come before the first reading: such a GPU was told as lost, without a UUID, for the first seconds of each start.</summary>
    [TestMethod]
    public void Write_GpuThatWasNeverRead_IsAbsentAndNotLost()
    {
        scene.KnowGpu();

        Assert.AreEqual("", scene.GpuPage());
    }

    [TestMethod]
    public void Write_OldReading_IsAbsentAndNotRepeated()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading()) { TemperatureC = 41 });
        scene.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.AreEqual("", scene.GpuPage());
    }

    [TestMethod]
    public void Write_LostGpu_IsNotPresentAndHasNoTemperature()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading { Uuid = ExpositionScene.Uuid, State = GpuReading.Types.State.Lost });

        Assert.Contains("sovereignfleet_gpu_present" + Own + " 0\n", scene.GpuPage());
        Assert.DoesNotContain("GPU_TEMP", scene.GpuPage());
    }

    [TestMethod]
    public void Write_Xids_LastOneAndThoseOfTheWindow()
    {
        scene.KnowGpu();
        scene.Write(new Event { Kind = EventKinds.Xid, Code = 48, Count = 2, PciAddress = "0000:1b:00" });
        scene.Time.Advance(TimeSpan.FromMinutes(4));
        scene.Write(new Event { Kind = EventKinds.Xid, Code = 63, Count = 1, GpuUuid = ExpositionScene.Uuid });
        scene.Write(ExpositionScene.Reading());
        var window = ",window_size_in_ms=\"300000\",xid=\"";

        Assert.Contains("DCGM_FI_DEV_XID_ERRORS" + Labels + " 63\n", scene.GpuPage());
        Assert.Contains(Labels[..^1] + window + "48\"} 2\n", scene.GpuPage());

        scene.Time.Advance(TimeSpan.FromMinutes(2));
        scene.Write(ExpositionScene.Reading());
        Assert.DoesNotContain("xid=\"48\"", scene.GpuPage());
        Assert.Contains("DCGM_EXP_XID_ERRORS_COUNT" + Labels[..^1] + window + "63\"} 1\n", scene.GpuPage());
    }

    [TestMethod]
    public void Write_ClockEvents_CountsTheReadingsOfTheWindow()
    {
        scene.KnowGpu();
        for (var second = 0; second < 3; second++)
        {
            scene.Time.Advance(TimeSpan.FromSeconds(1));
            scene.Write(new GpuReading(ExpositionScene.Reading()) { ClocksEventReasons = second == 0 ? 0x44 : 0x4 });
        }

        Assert.Contains(Labels[..^1] + ",clock_event=\"power_cap\",window_size_in_ms=\"300000\"} 3\n", scene.GpuPage());
        Assert.Contains(Labels[..^1] + ",clock_event=\"hw_thermal\",window_size_in_ms=\"300000\"} 1\n", scene.GpuPage());
        Assert.DoesNotContain("gpu_idle", scene.GpuPage());

        scene.Time.Advance(TimeSpan.FromSeconds(299)); // the first of the three is older than the window
        scene.Write(new GpuReading(ExpositionScene.Reading()) { ClocksEventReasons = 0x4 });
        Assert.Contains(",clock_event=\"power_cap\",window_size_in_ms=\"300000\"} 3\n", scene.GpuPage());
        Assert.DoesNotContain("hw_thermal", scene.GpuPage());
    }

    [TestMethod]
    public void Write_CrcErrorsOfUnknownKind_AreNotTakenForFlowControlDigits()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading()) { NvlinkCrcErrors = 7 });

        Assert.DoesNotContain("NVLINK_CRC_FLIT", scene.GpuPage());
        Assert.Contains("sovereignfleet_gpu_nvlink_crc_errors_total" + Own + " 7\n", scene.GpuPage());
    }

    /// <summary>NVLink 5 is read link by link each ten seconds: its counters stand still in between and are no silence.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(10)]
    public void Write_NvLinkBytes_AreASteadyRateHoweverOftenTheyAreRead(int period)
    {
        scene.KnowGpu();
        for (var second = 0; second <= 40; second++)
        {
            var read = second / period * period;
            scene.Write(new GpuReading(ExpositionScene.Reading()) { NvlinkTxBytes = read * 3_072_000L, NvlinkRxBytes = read * 1_024_000L });
            if (second > 20)
            {
                Assert.Contains("# TYPE DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL counter\nDCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL" + Labels + " 4\n", scene.GpuPage());
            }

            scene.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [TestMethod]
    public void Write_NvLinkBytes_SilenceIsZeroAndACounterThatFellIsUnknown()
    {
        scene.KnowGpu();
        foreach (var (bytes, expected) in new[] { (5L << 30, null), (5L << 30, " 0"), (1L << 30, null), (1L << 30, " 0") })
        {
            for (var second = 0; second < 13; second++)
            {
                scene.Write(new GpuReading(ExpositionScene.Reading()) { NvlinkTxBytes = bytes, NvlinkRxBytes = 0 });
                if (second == 0)
                {
                    Assert.AreEqual(expected is not null, scene.GpuPage().Contains("NVLINK_BANDWIDTH_TOTAL" + Labels + expected + "\n", StringComparison.Ordinal));
                }

                scene.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    [TestMethod]
    public void Write_PcieBytes_AreARateOfTwoReadings()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading()) { PcieTxBytes = 1000 });
        Assert.DoesNotContain("PCIE_TX_BYTES", scene.GpuPage());
        scene.Time.Advance(TimeSpan.FromSeconds(2));
        scene.Write(new GpuReading(ExpositionScene.Reading()) { PcieTxBytes = 5000 });
        Assert.Contains("DCGM_FI_PROF_PCIE_TX_BYTES" + Labels + " 2000\n", scene.GpuPage());
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        scene.Write(new GpuReading(ExpositionScene.Reading()) { PcieTxBytes = 10 });

        Assert.DoesNotContain("PCIE_TX_BYTES", scene.GpuPage());
    }
}
