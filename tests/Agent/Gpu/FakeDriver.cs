using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Agent.Gpu;
using SovereignFleet.Agent.Gpu.Nvidia.Description;
using SovereignFleet.Agent.Gpu.Nvidia.Driver;
using SovereignFleet.Agent.Gpu.Nvidia.Events;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;
using SovereignFleet.Agent.Gpu.Nvidia.Reading;
using SovereignFleet.Agent.Gpu.Slots;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

/// <summary>The stand-in NVML, called through the agent's true P/Invoke path, with a scenario file of its own. One library and
/// one scenario path per process: the tests that use it do not run side by side.</summary>
internal sealed class FakeDriver : IDisposable
{
    private static readonly Lazy<Task<string>> Loading = new(LoadAsync);
    private static nint library;
    private readonly string scenario;

    private FakeDriver(string scenario)
    {
        this.scenario = scenario;
        File.WriteAllText(scenario, "");
        Library = new NvmlLibrary();
        Driver = new NvmlDriver(Library, TimeProvider.System, NullLogger<NvmlDriver>.Instance);
    }

    public NvmlLibrary Library { get; }

    public NvmlDriver Driver { get; }

    public static async Task<FakeDriver> StartAsync()
    {
        Needs.Programs("gcc");
        return new FakeDriver(await Loading.Value);
    }

    public GpuEventQueue Events { get; } = new();

    /// <summary>How often NVML was called since the process began: one function, "fields" for field values, or null for all.</summary>
    public static ulong Calls(string? name)
    {
        var entry = NativeLibrary.GetExport(library, "fakeNvmlCalls");
        var text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            return Marshal.GetDelegateForFunctionPointer<CallCount>(entry)(text);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    public GpuSensor Sensor() => new(new NvidiaDriver(Driver, TimeProvider.System), Events, TimeProvider.System, () => InventoryRefreshes++);

    public int InventoryRefreshes { get; private set; }

    public GpuInventory Inventory(TimeProvider time) => new(Driver, new PhysicalSlots("/nonexistent"), time);

    public NvmlEventSource EventSource(string places) =>
        new(Driver, Events, new GpuPlaces(places), new PhysicalSlots("/nonexistent"), TimeProvider.System);

    public void Say(string line) => File.AppendAllText(scenario, line + "\n");

    public void Rewrite(params string[] lines) => File.WriteAllLines(scenario, lines);

    public void Dispose()
    {
        File.WriteAllText(scenario, "");
        Driver.Dispose();
    }

    private static async Task<string> LoadAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "fake-nvml");
        var scenario = Path.Combine(folder, $"scenario-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        var script = Path.Combine(ProductTree.Root, "tests/FakeNvml/build.sh");
        await using var build = RunningProcess.Start(new Launch("fake-nvml", script, folder));
        Assert.AreEqual(0, await build.ExitAsync(CancellationToken.None), build.Output);
        // The C library's environment: .NET's own copy is not what getenv reads.
        Assert.AreEqual(0, SetEnvironment("FAKE_NVML_SCENARIO", scenario, 1));
        library = NativeLibrary.Load(Path.Combine(folder, NvmlNative.Library));
        NativeLibrary.SetDllImportResolver(typeof(NvmlLibrary).Assembly, (name, _, _) => name == NvmlNative.Library ? library : 0);
        return scenario;
    }

    private delegate ulong CallCount(nint name);

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
