using System.Text.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Cli;

/// <summary>The program as a person or a script meets it: a process with arguments, output and an exit code.</summary>
[TestClass]
public sealed class AgentCliTests(TestContext context) : IAsyncDisposable
{
    /// <summary>Fields of newer drivers, for which there is no older way.</summary>
    private static readonly string[] NewerFields =
    [
        "temperature_margin_c", "sram_threshold_exceeded", "recovery_action", "channel_repair_pending", "tpc_repair_pending", "pcie_recoveries",
        "pcie_correctable_errors", "pcie_nonfatal_errors", "pcie_fatal_errors", "pcie_receiver_errors", "pcie_bad_tlps", "pcie_bad_dllps",
        "pcie_lcrc_errors", "pcie_naks_received", "pcie_naks_sent", "pcie_tx_bytes", "pcie_rx_bytes", "fabric_health", "throttle_sw_thermal_ns",
        "throttle_hw_thermal_ns", "throttle_power_brake_ns", "memory_reserved_bytes", "graphics_active_permille", "tensor_active_permille",
        "dram_active_permille", "power_instant_mw", "ecc_sram_unique_uncorrected", "vgpu_licensed",
    ];

    /// <summary>All that NVML can give of an H100 (proto GpuReading).</summary>
    private static readonly string[] GpuFields =
    [
        "uuid", "index", "state", "error", "links", "instances", "temperature_c", "memory_temperature_c", "power_mw", "power_limit_mw",
        "energy_mj", "gpu_utilization_percent", "memory_utilization_percent", "memory_used_bytes", "memory_total_bytes", "sm_clock_mhz",
        "memory_clock_mhz", "clocks_event_reasons", "ecc_volatile_corrected", "ecc_volatile_uncorrected", "ecc_aggregate_corrected",
        "ecc_aggregate_uncorrected", "remapped_rows_corrected", "remapped_rows_uncorrected", "row_remap_pending", "row_remap_failure",
        "pcie_replays", "pcie_generation", "pcie_width", "nvlink_crc_errors", "nvlink_crc_data_errors",
        "nvlink_replays", "nvlink_recoveries", "encoder_utilization_percent", "decoder_utilization_percent", "performance_state",
        "ecc_sram_volatile_corrected", "ecc_sram_volatile_uncorrected", "ecc_dram_volatile_corrected", "ecc_dram_volatile_uncorrected",
        "ecc_sram_aggregate_corrected", "ecc_sram_aggregate_uncorrected", "ecc_dram_aggregate_corrected", "ecc_dram_aggregate_uncorrected",
        "remap_banks_max", "remap_banks_high", "remap_banks_partial", "remap_banks_low", "remap_banks_none", "pcie_replay_rollovers",
        "nvlink_links_up", "nvlink_links_down", "nvlink_tx_bytes", "nvlink_rx_bytes", "fabric_state", "fabric_status", "throttle_power_ns", "compute_processes",
        "violation_thermal_ns", "violation_sync_boost_ns", "violation_board_limit_ns", "violation_low_utilization_ns", "violation_reliability_ns",
        .. NewerFields,
    ];

    /// <summary>All that an Inventory tells of an H100 (proto GpuInfo); no SRAM fault, because it has none.</summary>
    private static readonly string[] InfoFields =
    [
        "uuid", "index", "name", "serial", "part_number", "vbios_version", "inforom_version", "pci_address", "slot", "driver_version",
        "cuda_version", "slowdown_c", "shutdown_c", "memory_max_c", "gpu_max_c", "pcie_max_generation", "pcie_max_width",
        "power_limit_default_mw", "not_supported", "shutdown_margin_c", "slowdown_margin_c", "memory_max_margin_c", "gpu_max_margin_c",
        "power_limit_min_mw", "power_limit_max_mw", "ecc_enabled", "persistence", "mig_enabled", "gsp_firmware", "module_id", "minor_number",
        "architecture", "fabric", "ecc_counts", "sram_faults", "processes", "nvlinks",
    ];

    /// <summary>What the stand-in's driver of 2021 lacks.</summary>
    private static readonly string[] NewerFunctions =
    [
        "nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetMarginTemperature", "nvmlDeviceGetMemoryInfo_v2", "nvmlDeviceGetModuleId",
        "nvmlDeviceGetSramEccErrorStatus", "nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetGpuFabricInfoV",
        "nvmlDeviceGetRepairStatus", "nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts", "nvmlGpmQueryDeviceSupport", "nvmlDeviceGetGridLicensableFeatures_v4",
    ];

    private readonly Stage stage = new(context.WriteLine);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public async Task Once_NoGpu_SaysWhyAndEndsWell()
    {
        using var said = JsonDocument.Parse(await GoodAsync(stage.Folder("no-nvml"), "once", "--json"));

        Assert.AreEqual(0, said.RootElement.GetProperty("frame").GetProperty("gpus").GetArrayLength());
        Assert.Contains("libnvidia-ml", said.RootElement.GetProperty("inventory").GetProperty("gpu_reason").GetString()!);
    }

    [TestMethod]
    public async Task Once_DriverOfToday_EveryFieldOfEightGpus()
    {
        var nvml = await NvmlAsync();
        using var said = JsonDocument.Parse(await GoodAsync(nvml, "once", "--json"));

        var gpus = said.RootElement.GetProperty("frame").GetProperty("gpus").EnumerateArray().ToList();
        Assert.HasCount(8, gpus);
        foreach (var gpu in gpus)
        {
            CollectionAssert.AreEquivalent(GpuFields, gpu.EnumerateObject().Select(field => field.Name).ToList());
        }

        var described = said.RootElement.GetProperty("inventory").GetProperty("gpus").EnumerateArray().ToList();
        Assert.HasCount(8, described);
        CollectionAssert.AreEquivalent(InfoFields, described[0].EnumerateObject().Select(field => field.Name).ToList());
    }

    [TestMethod]
    public async Task Once_OldDriver_NamesWhatItLacksAndReadsTheRest()
    {
        var nvml = Path.Combine(await NvmlAsync(), "old");
        using var said = JsonDocument.Parse(await GoodAsync(nvml, "once", "--json"));

        var named = said.RootElement.GetProperty("inventory").GetProperty("gpus")[0].GetProperty("not_supported");
        CollectionAssert.AreEquivalent(
            NewerFunctions,
            named.EnumerateArray().Select(name => name.GetString()!).Where(name => name.StartsWith("nvml", StringComparison.Ordinal) && !IsOfOtherGpus(name)).ToList());
        Assert.Contains("field RecoveryAction", named.EnumerateArray().Select(name => name.GetString()).ToList());
        var gpu = said.RootElement.GetProperty("frame").GetProperty("gpus")[0];
        // What cannot be known is absent, not zero; for what has an older function that one is asked.
        CollectionAssert.AreEquivalent(
            GpuFields.Except(NewerFields).ToList(),
            gpu.EnumerateObject().Select(field => field.Name).ToList());
    }

    [TestMethod]
    [DataRow("kernel-log", "[  100.5] NVRM: Xid (PCI:0000:9b:00): 79, pid=1, name=x, GPU has fallen off the bus.", "\"code\":79")]
    [DataRow("ipmi-sdr", "CPU1 Temp,42,degrees C,ok,3.1,42 degrees C", "\"value\":42")]
    [DataRow("ipmi-sdr", "CPU1 Temp        | 01h | ok  |  3.1 | 42 degrees C", "\"number\":1")]
    [DataRow("ipmi-sel", "  34 | 02/25/2025 | 16:50:09 | Memory #0x02 | Uncorrectable ECC (UnCorrectable ECC |  DIMMD7) | Asserted", "\"dimm\":\"DIMMD7\"")]
    [DataRow("ipmi-sel", "7,11/23/26,15:55:24 UTC,Temperature CPU1 Temp,Upper Critical going high,Asserted,Reading 96 > Threshold 95 degrees C", "\"what\":\"Upper Critical going high\"")]
    [DataRow("ipmi-fru", " Board Mfg             : Acme", "\"Board Mfg\":\"Acme\"")]
    public async Task Read_File_PrintsWhatTheParserMakesOfIt(string kind, string line, string expected) =>
        Assert.Contains(expected, await GoodAsync("", "read", kind, stage.Write(kind, line + "\n")));

    [TestMethod]
    public async Task Run_ManyFaults_NamesAllOfThemAtOnce()
    {
        var (code, said) = await RunAsync(
            "", "run", "--Bmc:Hots=10.0.0.1", "--Bmc:Mode=lan", "--Spool:LimitMegabytes=none", "--Inference:0:Endpoint=nowhere", "--Inference:0:Nmae=x");

        Assert.AreEqual(2, code);
        Assert.Contains("Bmc:Hots is no setting; there are Bmc:Mode, Bmc:Host", said);
        Assert.Contains("Inference:0:Nmae is no setting", said);
        Assert.Contains("Server is missing", said);
        Assert.Contains("Bmc:Mode is lan", said);
        Assert.Contains("Spool:LimitMegabytes is none", said);
        Assert.Contains("Inference:0:Endpoint is nowhere", said);
    }

    [TestMethod]
    public async Task Once_FaultySenses_NamesThem()
    {
        var (code, said) = await RunAsync("", "once", "--json", "--Bmc:Mode=lan", "--KernelLog:Paht=/dev/null");

        Assert.AreEqual(2, code);
        Assert.Contains("Bmc:Mode is lan", said);
        Assert.Contains("KernelLog:Paht is no setting", said);
    }

    /// <summary>Page retirement was before Hopper, whatever the driver.</summary>
    private static bool IsOfOtherGpus(string function) => function.StartsWith("nvmlDeviceGetRetiredPages", StringComparison.Ordinal);

    private Task<string> NvmlAsync()
    {
        Needs.Programs("gcc");
        return GpuScenario.BuildLibraryAsync(stage, context.CancellationToken);
    }

    private async Task<string> GoodAsync(string libraries, params string[] arguments)
    {
        var (code, said) = await RunAsync(libraries, arguments);
        Assert.AreEqual(0, code, said);
        return said;
    }

    private async Task<(int Code, string Said)> RunAsync(string libraries, params string[] arguments)
    {
        string[] folder = arguments[0] == "read" ? [] : [$"--DataFolder={stage.Folder("data")}"];
        var file = stage.Folder("out") + "/said";
        // Beside the tests it would run with the tests' libraries.
        var build = Path.Combine(Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!, "net10.0");
        var program = Path.Combine(ProductTree.Root, "agent", "bin", build, "sovereignfleet-agent.dll");
        await using var agent = RunningProcess.Start(new Launch(
            "agent", "sh", ["-c", "exec dotnet \"$@\" >\"$SAID\" 2>&1", "sh", program, .. arguments, .. folder])
        {
            Environment = new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = libraries, ["SAID"] = file },
        });
        var code = await agent.ExitAsync(context.CancellationToken);
        return (code, await File.ReadAllTextAsync(file, context.CancellationToken));
    }
}
