using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>The agent as a process on the stand-in NVML, asked by Prometheus itself.</summary>
[TestClass]
public sealed class PrometheusTests(TestContext context) : IAsyncDisposable
{
    /// <summary>The panels of Grafana's dashboard 12239, with its variables at "All".</summary>
    private static readonly string[] Panels =
    [
        """DCGM_FI_DEV_GPU_TEMP{instance=~".*", gpu=~".*"}""",
        """avg(DCGM_FI_DEV_GPU_TEMP{instance=~".*", gpu=~".*"})""",
        """DCGM_FI_DEV_POWER_USAGE{instance=~".*", gpu=~".*"}""",
        """sum(DCGM_FI_DEV_POWER_USAGE{instance=~".*", gpu=~".*"})""",
        """DCGM_FI_DEV_SM_CLOCK{instance=~".*", gpu=~".*"} * 1000000""",
        """DCGM_FI_DEV_GPU_UTIL{instance=~".*", gpu=~".*"}""",
        """DCGM_FI_DEV_FB_USED{instance=~".*", gpu=~".*"}""",
        """DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{instance=~".*", gpu=~".*"}""",
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
    public async Task Dashboard12239_EveryPanel_HasSeries()
    {
        Needs.Programs("gcc", "prometheus");
        var port = FreePort.Next();
        await StartAgentAsync(port);
        var prometheus = await StartPrometheusAsync(port);
        foreach (var panel in Panels)
        {
            await Until.Async(panel, _ => CountAsync(prometheus, panel), count => count == (panel.Contains('(') ? 1 : 8), context.CancellationToken);
        }
    }

    [TestMethod]
    public async Task Page_Promtool_FindsNothingButTheNamesOfDcgm()
    {
        Needs.Programs("gcc", "promtool");
        var port = FreePort.Next();
        await StartAgentAsync(port);
        var page = await Until.Async(
            "the GPUs are on the page",
            cancellation => http.GetStringAsync($"http://127.0.0.1:{port}/metrics", cancellation),
            text => text.Contains("DCGM_FI_DEV_GPU_TEMP{", StringComparison.Ordinal),
            context.CancellationToken);
        await using var promtool = RunningProcess.Start(new Launch("promtool", "sh", "-c", "promtool check metrics < " + stage.Write("page", page)));
        await promtool.ExitAsync(context.CancellationToken);

        var found = promtool.Output.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("DCGM_", StringComparison.Ordinal));
        Assert.AreEqual("", string.Join('\n', found.Except(["ipmi_sel_entries_count non-histogram and non-summary metrics should not have \"_count\" suffix"])));
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

    private async Task StartAgentAsync(int port)
    {
        var gpus = new GpuScenario(stage, "scraped", 8);
        var library = await GpuScenario.BuildLibraryAsync(stage, context.CancellationToken);
        AgentProcess.Start(stage, Program, "scraped", Settings(port), gpus.Environment(library));
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

    private async Task<int> CountAsync(string prometheus, string query)
    {
        using var said = JsonDocument.Parse(await http.GetStringAsync($"{prometheus}/api/v1/query?query={Uri.EscapeDataString(query)}", context.CancellationToken));
        return said.RootElement.GetProperty("data").GetProperty("result").GetArrayLength();
    }
}
