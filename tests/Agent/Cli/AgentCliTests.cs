using System.Text.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Cli;

/// <summary>The program as a person or a script meets it: a process with arguments, output and an exit code.</summary>
[TestClass]
public sealed class AgentCliTests(TestContext context) : IAsyncDisposable
{
    /// <summary>All that NVML can give of a GPU (proto GpuReading).</summary>
    private static readonly string[] GpuFields =
    [
        "uuid", "index", "state", "error", "temperature_c", "memory_temperature_c", "temperature_margin_c", "power_mw", "power_limit_mw",
        "energy_mj", "gpu_utilization_percent", "memory_utilization_percent", "memory_used_bytes", "memory_total_bytes", "sm_clock_mhz",
        "memory_clock_mhz", "clocks_event_reasons", "ecc_volatile_corrected", "ecc_volatile_uncorrected", "ecc_aggregate_corrected",
        "ecc_aggregate_uncorrected", "remapped_rows_corrected", "remapped_rows_uncorrected", "row_remap_pending", "row_remap_failure",
        "pcie_replays", "pcie_generation", "pcie_width", "recovery_action", "sram_threshold_exceeded", "nvlink_crc_errors",
        "nvlink_replays", "nvlink_recoveries", "encoder_utilization_percent", "decoder_utilization_percent", "performance_state",
    ];

    /// <summary>What the stand-in's driver of 2021 lacks.</summary>
    private static readonly string[] NewerFunctions =
    [
        "nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetMarginTemperature", "nvmlDeviceGetMemoryInfo_v2", "nvmlDeviceGetModuleId",
        "nvmlDeviceGetSramEccErrorStatus",
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

        Assert.AreEqual(8, said.RootElement.GetProperty("inventory").GetProperty("gpus").GetArrayLength());
    }

    [TestMethod]
    public async Task Once_OldDriver_NamesWhatItLacksAndReadsTheRest()
    {
        var nvml = Path.Combine(await NvmlAsync(), "old");
        using var said = JsonDocument.Parse(await GoodAsync(nvml, "once", "--json"));

        var named = said.RootElement.GetProperty("inventory").GetProperty("gpus")[0].GetProperty("not_supported");
        CollectionAssert.AreEquivalent(
            NewerFunctions,
            named.EnumerateArray().Select(name => name.GetString()).ToList());
        var gpu = said.RootElement.GetProperty("frame").GetProperty("gpus")[0];
        // What cannot be known is absent, not zero; for what has an older function that one is asked.
        CollectionAssert.AreEquivalent(
            GpuFields.Except(["temperature_margin_c", "sram_threshold_exceeded"]).ToList(),
            gpu.EnumerateObject().Select(field => field.Name).ToList());
    }

    [TestMethod]
    [DataRow("kernel-log", "[  100.5] NVRM: Xid (PCI:0000:9b:00): 79, pid=1, name=x, GPU has fallen off the bus.", "\"code\":79")]
    [DataRow("ipmi-sdr", "CPU1 Temp,42,degrees C,ok,3.1,42 degrees C", "\"value\":42")]
    [DataRow("ipmi-sdr", "CPU1 Temp        | 01h | ok  |  3.1 | 42 degrees C", "\"number\":1")]
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
