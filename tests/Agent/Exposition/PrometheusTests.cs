using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>The agent as a process on the stand-in NVML, asked by Prometheus itself.</summary>
[TestClass]
public sealed class PrometheusTests(TestContext context) : IAsyncDisposable
{
    private const string Which = """{instance=~".*", gpu=~".*"}""";

    /// <summary>The panels of Grafana's dashboard 12239 with its variables at "All", and whether each shows one line for each GPU
    /// (grafana/dcgm-exporter-dashboard.json of NVIDIA/dcgm-exporter).</summary>
    private static readonly (string Title, string Query, bool OfEachGpu)[] Panels =
    [
        ("GPU Temperature", "DCGM_FI_DEV_GPU_TEMP" + Which, true),
        ("GPU Avg. Temp", $"avg(DCGM_FI_DEV_GPU_TEMP{Which})", false),
        ("GPU Power Usage", "DCGM_FI_DEV_POWER_USAGE" + Which, true),
        ("GPU Power Total", $"sum(DCGM_FI_DEV_POWER_USAGE{Which})", false),
        ("GPU SM Clocks", $"DCGM_FI_DEV_SM_CLOCK{Which} * 1000000", true),
        ("GPU Utilization", "DCGM_FI_DEV_GPU_UTIL" + Which, true),
        ("GPU Framebuffer Mem Used", "DCGM_FI_DEV_FB_USED" + Which, true),
        ("Tensor Core Utilization", "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE" + Which, true),
    ];

    private readonly Stage stage = new(context.WriteLine);
    private readonly HttpClient http = new();

    /// <summary>Not the one beside the tests: it would run with the tests' libraries.</summary>
    internal static string Program => Path.Combine(
        ProductTree.Root, "agent", "bin", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!,
        "net10.0", "sovereignfleet-agent");

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await stage.DisposeAsync();
    }

    [TestMethod]
    public async Task Dashboard12239_EveryPanel_HasAFiniteValueForEachGpu()
    {
        Needs.Programs("gcc", "prometheus");
        var port = FreePort.Next();
        await StartAgentAsync(port);
        var prometheus = await StartPrometheusAsync(port);
        foreach (var (title, query, ofEachGpu) in Panels)
        {
            var series = await Until.Async(
                title, _ => AskAsync(prometheus, query), found => found.Count == (ofEachGpu ? 8 : 1), context.CancellationToken);
            Assert.IsTrue(series.All(one => double.IsFinite(one.Value)), title);
            Assert.AreEqual(ofEachGpu ? "0 1 2 3 4 5 6 7" : "", string.Join(' ', series.Select(one => one.Gpu).Order(StringComparer.Ordinal)), title);
        }

        Assert.AreEqual($"127.0.0.1:{port}", string.Join(' ', await LabelAsync(prometheus, "instance")));
        Assert.AreEqual("0 1 2 3 4 5 6 7", string.Join(' ', await LabelAsync(prometheus, "gpu")));
        await AssertPlausibleAsync(prometheus);
    }

    [TestMethod]
    public async Task Page_GpuHangs_IsAnsweredWithTheOthers()
    {
        Needs.Programs("gcc");
        var port = FreePort.Next();
        var gpus = await StartAgentAsync(port);
        await PageAsync(port, page => Of(page, "DCGM_FI_DEV_GPU_TEMP") == 8);
        gpus.Play("hang=gpu3");

        var page = await PageAsync(port, page => page.Contains("sovereignfleet_gpu_present{gpu=\"3\"", StringComparison.Ordinal) && Of(page, "DCGM_FI_DEV_GPU_TEMP") == 7);
        Assert.AreEqual(1, PromText.Samples(page).Count(sample => sample is { Name: "sovereignfleet_gpu_present", Value: 0 }));
        Assert.DoesNotContain("DCGM_FI_DEV_GPU_TEMP{gpu=\"3\"", page);
    }

    [TestMethod]
    public async Task Run_PortTaken_SaysSoAndGoesOnReading()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        var agent = AgentProcess.Start(stage, Program, "taken", Settings(port), new Dictionary<string, string>());

        await Until.Async(
            "the log names the port", _ => Task.FromResult(agent.Process.Output), text => text.Contains($"127.0.0.1:{port} cannot be listened on", StringComparison.Ordinal), context.CancellationToken);
        other.Dispose();
        // It is tried again, and the agent has lived on.
        await Until.Async(
            "the page is there",
            cancellation => http.GetStringAsync($"http://127.0.0.1:{port}/metrics", cancellation),
            text => text.Contains("sovereignfleet_agent_connected 0", StringComparison.Ordinal),
            context.CancellationToken);
    }

    private static Dictionary<string, string> Settings(int port) => new()
    {
        ["Server"] = "https://127.0.0.1:1",
        ["EnrollmentToken"] = "sf1.secret." + new string('0', 64),
        ["KernelLog:Path"] = "/dev/null",
        ["Metrics:Listen"] = $"127.0.0.1:{port}",
    };

    private async Task<GpuScenario> StartAgentAsync(int port)
    {
        var gpus = new GpuScenario(stage, "scraped", 8);
        var library = await GpuScenario.BuildLibraryAsync(stage, context.CancellationToken);
        AgentProcess.Start(stage, Program, "scraped", Settings(port), gpus.Environment(library));
        return gpus;
    }

    private async Task<string> StartPrometheusAsync(int port)
    {
        var url = $"127.0.0.1:{FreePort.Next()}";
        var config = stage.Write("prometheus.yml", $"""
            global:
              scrape_interval: 1s
            scrape_configs:
              - job_name: gpus
                static_configs:
                  - targets: ['127.0.0.1:{port}']

            """);
        stage.Start(new Launch(
            "prometheus", "prometheus", "--config.file=" + config, "--storage.tsdb.path=" + stage.Folder("prometheus"), "--web.listen-address=" + url));
        await Until.Async(
            "Prometheus is ready", cancellation => http.GetAsync($"http://{url}/-/ready", cancellation), answer => answer.IsSuccessStatusCode, context.CancellationToken);
        return "http://" + url;
    }

    private static int Of(string page, string name) => PromText.Samples(page).Count(sample => sample.Name == name);

    private Task<string> PageAsync(int port, Func<string, bool> fits) => Until.Async(
        "the page fits", cancellation => http.GetStringAsync($"http://127.0.0.1:{port}/metrics", cancellation), fits, context.CancellationToken);

    /// <summary>In the units that the panels name: degrees Celsius, watts, hertz, percent, MiB, a share.</summary>
    private async Task AssertPlausibleAsync(string prometheus)
    {
        (string Query, double Least, double Most)[] ranges =
        [
            (Panels[0].Query, 20, 95), (Panels[2].Query, 50, 800), (Panels[4].Query, 100e6, 3e9), (Panels[5].Query, 0, 100), (Panels[6].Query, 1000, 200_000),
            (Panels[7].Query, 0, 1),
        ];
        foreach (var (query, least, most) in ranges)
        {
            var series = await AskAsync(prometheus, query);
            Assert.IsTrue(series.All(one => one.Value >= least && one.Value <= most), $"{query}: {string.Join(' ', series)}");
        }
    }

    private async Task<List<(string Gpu, double Value)>> AskAsync(string prometheus, string query)
    {
        using var said = JsonDocument.Parse(await http.GetStringAsync($"{prometheus}/api/v1/query?query={Uri.EscapeDataString(query)}", context.CancellationToken));
        return [.. said.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => (
            series.GetProperty("metric").TryGetProperty("gpu", out var gpu) ? gpu.GetString()! : "",
            double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)))];
    }

    /// <summary>As the dashboard fills its variables: label_values(DCGM_FI_DEV_GPU_TEMP, LABEL).</summary>
    private async Task<IEnumerable<string>> LabelAsync(string prometheus, string label)
    {
        using var said = JsonDocument.Parse(await http.GetStringAsync(
            $"{prometheus}/api/v1/label/{label}/values?match[]=DCGM_FI_DEV_GPU_TEMP", context.CancellationToken));
        return [.. said.RootElement.GetProperty("data").EnumerateArray().Select(value => value.GetString()!)];
    }
}
