using System.Globalization;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

/// <summary>The published agent with all its sensors: eight GPUs, a BMC, a kernel log, an inference server, a page for Prometheus.</summary>
internal sealed record MeasuredAgent(RunningProcess Process, KernelLogFeed KernelLog, string MetricsUrl)
{
    private const string HostName = "gpu-bench-01";
    private const int GpuCount = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BetweenLogLines = TimeSpan.FromSeconds(5);

    /// <summary>Connected, and all its GPUs are known, when this returns.</summary>
    public static async Task<MeasuredAgent> StartAsync(Stage stage, string program, ServerProcess server, CancellationToken cancellationToken)
    {
        var api = await FleetApi.SignInAsync(stage, server, cancellationToken);
        await api.Administration.ApplyInventoryAsync(new ApplyInventoryRequest { Json = BenchSite.Inventory(HostName) }, api.With(cancellationToken));
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = HostName }, api.With(cancellationToken));
        var kernelLog = new KernelLogFeed(stage, "kmsg");
        var bmc = await IpmiSim.StartAsync(stage, HostName, cancellationToken);
        var inference = await VllmStandIn.StartAsync(stage, "llama", cancellationToken);
        var metrics = FreePort.Next();
        var settings = new Dictionary<string, string>
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token.Token,
            ["KernelLog:Path"] = kernelLog.Path,
            ["Bmc:Mode"] = "lanplus",
            ["Bmc:Host"] = "127.0.0.1",
            ["Bmc:Port"] = bmc.Port.ToString(CultureInfo.InvariantCulture),
            ["Bmc:User"] = IpmiSim.User,
            ["Bmc:PasswordFile"] = bmc.PasswordFile,
            ["Bmc:CipherSuite"] = "3",
            ["Inference:0:Name"] = inference.Name,
            ["Inference:0:Endpoint"] = inference.Url,
            ["Metrics:Listen"] = $"127.0.0.1:{metrics}",
        };
        var gpus = new GpuScenario(stage, HostName, GpuCount);
        var agent = AgentProcess.Start(stage, program, HostName, settings, gpus.Environment(await GpuScenario.BuildLibraryAsync(stage, cancellationToken)));
        await Until.Async(
            "all GPUs are known and heard",
            async cancellation => (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(cancellation))).Fleet,
            fleet => fleet.Hosts.Any(host => host.Gpus.Count == GpuCount && host.LastHeard is not null),
            Patience,
            cancellationToken);
        return new MeasuredAgent(agent.Process, kernelLog, $"http://127.0.0.1:{metrics}/metrics");
    }

    /// <summary>A line now and then that says nothing of the hardware, as on any Host.</summary>
    public async Task WriteLogAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                KernelLog.Write("docker0: port 1(veth0) entered forwarding state");
                await Task.Delay(BetweenLogLines, TimeProvider.System, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }
}
