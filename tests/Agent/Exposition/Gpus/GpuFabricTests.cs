using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Exposition.Gpus;

/// <summary>What ties the GPUs of a Host together: their NVLinks, the fabric and its switches; and how they are divided.</summary>
[TestClass]
public sealed class GpuFabricTests : IDisposable
{
    private const string Labels =
        """{gpu="0",UUID="GPU-1",pci_bus_id="00000000:1B:00.0",device="nvidia0",modelName="NVIDIA H200",Hostname="gpu-node-07",DCGM_FI_DRIVER_VERSION="570.1"}""";

    private const string Own = """{gpu="0",UUID="GPU-1",pci_bus_id="00000000:1B:00.0",device="nvidia0",Hostname="gpu-node-07"}""";

    private readonly ExpositionScene scene = new();

    public void Dispose() => scene.Dispose();

    /// <summary>144 links times eight counters would be most of the page, and all of it zeros.</summary>
    [TestMethod]
    public void Write_TroubledLinks_OnlyWhatIsWrongOfThem()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading())
        {
            Links = { new NvLinkReading { Link = 3, Up = false, Replays = 0 }, new NvLinkReading { Link = 7, Up = true, Replays = 4, ReceiveErrors = ulong.MaxValue } },
        });
        var (third, seventh) = (Own[..^1] + ",nvlink=\"3\"", Own[..^1] + ",nvlink=\"7\"");

        Assert.Contains($"sovereignfleet_gpu_nvlink_up{third}}} 0\nsovereignfleet_gpu_nvlink_up{seventh}}} 1\n", scene.GpuPage());
        Assert.Contains(
            $"counter\nsovereignfleet_gpu_nvlink_errors_total{seventh},error=\"replay\"}} 4\n"
            + $"sovereignfleet_gpu_nvlink_errors_total{seventh},error=\"receive\"}} {long.MaxValue}\n# HELP",
            scene.GpuPage() + "# HELP");
    }

    [TestMethod]
    public void Write_LinksWithoutTrouble_LeaveNoTrace()
    {
        scene.KnowGpu();
        scene.Write(ExpositionScene.Reading());

        Assert.DoesNotContain("nvlink=", scene.GpuPage());
    }

    [TestMethod]
    [DataRow(0, 0, "0")]
    [DataRow(2, 0, "2")]
    [DataRow(3, 0, "3")]
    [DataRow(3, 10, "4", DisplayName = "completed with an error is a failure")]
    [DataRow(9, 0, "5")]
    public void Write_FabricState_IsDcgmsStatus(int state, int status, string expected)
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading()) { FabricState = state, FabricStatus = status });

        Assert.Contains("\nDCGM_FI_DEV_FABRIC_MANAGER_STATUS" + Labels + $" {expected}\n", scene.GpuPage());
        Assert.DoesNotContain("fabric_fault", scene.GpuPage());
    }

    // 0x06: route recovery, no degraded bandwidth, and the rest not supported; 0x5 in the third four bits: too few links.
    [TestMethod]
    [DataRow(0x06, "degraded_bandwidth 0,route_recovery 1")]
    [DataRow(0x1aa, "degraded_bandwidth 0,route_recovery 0,route_unhealthy 0,access_timeout_recovery 0,incorrect_configuration 0")]
    [DataRow(0x510, "route_unhealthy 1,incorrect_configuration 1")]
    [DataRow(0, "")]
    public void Write_FabricHealth_IsEachFaultThatIsToldOf(int mask, string expected)
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading()) { FabricHealth = mask });
        var told = scene.GpuPage().Split('\n').Select(line => line.Split(",fault=\"")).Where(parts => parts.Length == 2).Select(parts => parts[1].Replace("\"}", "", StringComparison.Ordinal));

        Assert.AreEqual(expected, string.Join(',', told));
        Assert.Contains($"DCGM_FI_DEV_FABRIC_HEALTH_MASK{Labels} {mask}\n", scene.GpuPage());
    }

    [TestMethod]
    public void Write_BitErrorRate_IsDecoded()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading()) { NvlinkEffectiveBer = 0x30c });

        Assert.Contains("DCGM_FI_DEV_NVLINK_COUNT_EFFECTIVE_BER_FLOAT" + Labels + " 3E-12\n", scene.GpuPage());
        Assert.DoesNotContain("SYMBOL_BER", scene.GpuPage());
    }

    /// <summary>As dcgm-exporter does: a sum over the family counts no memory twice.</summary>
    [TestMethod]
    public void Write_DividedGpu_TellsMemoryOfItsInstancesAlone()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading())
        {
            MemoryUsedBytes = 9L << 30,
            TemperatureC = 41,
            Instances = { new InstanceReading { Id = 7, Profile = "1g.18gb", MemoryUsedBytes = 1 << 30, MemoryTotalBytes = 3UL << 30, MemoryReservedBytes = 1 << 20 }, new InstanceReading { Id = 9 } },
        });
        var instance = Labels.Replace(",Hostname", ",GPU_I_PROFILE=\"1g.18gb\",GPU_I_ID=\"7\",Hostname", StringComparison.Ordinal);

        var page = scene.GpuPage();
        Assert.Contains($"gauge\nDCGM_FI_DEV_FB_FREE{instance} 2047\n# HELP", page);
        Assert.Contains($"gauge\nDCGM_FI_DEV_FB_USED{instance} 1024\n# HELP", page);
        Assert.Contains($"gauge\nDCGM_FI_DEV_FB_TOTAL{instance} 3072\n# HELP", page);
        Assert.Contains($"DCGM_FI_DEV_GPU_TEMP{Labels} 41\n", page);
    }

    [TestMethod]
    public void Write_MigMode_IsTheInventorysAndAbsentWhereThereIsNone()
    {
        scene.KnowGpu();
        scene.Write(ExpositionScene.Reading());
        Assert.DoesNotContain("MIG_MODE", scene.GpuPage());
        scene.Write(new Inventory { Gpus = { new GpuInfo { Uuid = ExpositionScene.Uuid, MigEnabled = true } } });

        Assert.Contains("# TYPE DCGM_FI_DEV_MIG_MODE gauge\nDCGM_FI_DEV_MIG_MODE{gpu=\"0\"", scene.GpuPage());
    }

    [TestMethod]
    public void Write_Sxids_LastOfEachSwitchAndTheirNumber()
    {
        Assert.AreEqual("", scene.SwitchPage());
        foreach (var (sxid, severity, host) in new[] { (20034, "Fatal", ""), (12028, "Non-fatal", ""), (12028, "Non-fatal", ""), (11012, "", ""), (9, "Fatal", "gpu-node-08") })
        {
            var happened = new Event { Kind = EventKinds.Sxid, Code = sxid, Count = 1, Host = host, Detail = { ["switch"] = "3" } };
            happened.Detail.Add(severity.Length > 0 ? new Dictionary<string, string> { ["severity"] = severity } : []);
            scene.Write(happened);
        }

        var page = scene.SwitchPage();
        Assert.Contains("\nDCGM_FI_DEV_NVSWITCH_FATAL_ERRORS{nvswitch=\"nvswitch3\",Hostname=\"gpu-node-07\"} 20034\n", page);
        Assert.Contains("\nDCGM_FI_DEV_NVSWITCH_NON_FATAL_ERRORS{nvswitch=\"nvswitch3\",Hostname=\"gpu-node-07\"} 12028\n", page);
        Assert.Contains("{nvswitch=\"nvswitch3\",sxid=\"12028\",severity=\"non-fatal\",Hostname=\"gpu-node-07\"} 2\n", page);
        Assert.Contains("sxid=\"11012\",severity=\"unknown\"", page);
    }
}
