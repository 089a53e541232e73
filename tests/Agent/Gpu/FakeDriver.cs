using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Agent.Gpu;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Gpu;

/// <summary>The stand-in NVML, called through the agent's true P/Invoke path, with a scenario file of its own. One library and
/// one scenario path per process: the tests that use it do not run side by side.</summary>
internal sealed class FakeDriver : IDisposable
{
    private static readonly Lazy<Task<string>> Loading = new(LoadAsync);
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
        NativeLibrary.SetDllImportResolver(typeof(NvmlLibrary).Assembly, (name, _, _) =>
            name == NvmlNative.Library ? NativeLibrary.Load(Path.Combine(folder, NvmlNative.Library)) : 0);
        return scenario;
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
