using Microsoft.AspNetCore.Builder;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>An agent as a process with every sensor on: GPUs of three generations on the stand-in NVML, an ipmitool that prints what two makers'
/// BMCs do, another Host's BMC behind it, an inference server. So each metric that there is has a value.</summary>
internal sealed class WholeAgent
{
    public const string Reached = "gpu-node-08";
    private const string Vllm = "vllm:num_requests_running 1\nvllm:num_requests_waiting 2\nvllm:generation_tokens_total 300\n";
    private static readonly string Fixtures = Path.Combine(ProductTree.Root, "tests", "Agent", "Bmc", "Fixtures");

    private readonly GpuScenario gpus;
    private readonly string log;

    private WholeAgent(GpuScenario gpus, string log, int port)
    {
        (this.gpus, this.log) = (gpus, log);
        Url = $"http://127.0.0.1:{port}";
    }

    public string Url { get; }

    public static async Task<WholeAgent> StartAsync(Stage stage, CancellationToken cancellationToken)
    {
        var (port, inference) = (FreePort.Next(), FreePort.Next());
        await LocalWeb.StartAsync(stage, inference, web => web.MapGet("/metrics", () => Vllm), cancellationToken);
        var agent = new WholeAgent(new GpuScenario(stage, "whole", 3), stage.Write("kernel-log", ""), port);
        agent.gpus.Play(
            "gpu0.clocks_event_reasons=4", "gpu0.nvlink3.link_up=0", "gpu1.architecture=5", "gpu1.nvlinks=0", "gpu2.architecture=10", "gpu2.nvlink5.link_receive_errors=7",
            "gpu2.c2c=1",
            "gpu2.mig=1", "gpu2.mig_instances=1");
        var library = await GpuScenario.BuildLibraryAsync(stage, cancellationToken);
        var password = stage.Write("password", "secret");
        File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AgentProcess.Start(stage, PrometheusTests.Program, "whole", new Dictionary<string, string>
        {
            ["Server"] = "https://127.0.0.1:1",
            ["EnrollmentToken"] = "sf1.secret." + new string('0', 64),
            ["KernelLog:Path"] = agent.log,
            ["Metrics:Listen"] = $"127.0.0.1:{port}",
            ["Bmc:Mode"] = "open",
            ["Bmc:IpmiTool"] = IpmiTool(stage),
            ["Bmc:Period"] = "00:00:01",
            ["Gateway:0:Host"] = Reached,
            ["Gateway:0:Address"] = "127.0.0.1",
            ["Gateway:0:User"] = "ADMIN",
            ["Gateway:0:PasswordFile"] = password,
            ["Inference:0:Name"] = "llm",
            ["Inference:0:Endpoint"] = $"http://127.0.0.1:{inference}",
        }, agent.gpus.Environment(library));
        return agent;
    }

    /// <summary>An Event counts where the agent has begun to listen for it.</summary>
    public void Play(string line) => gpus.Play(line);

    public void Log(string line) => File.AppendAllText(log, line + "\n");

    /// <summary>As "ipmitool exec SCRIPT" answers each line of the script.</summary>
    private static string IpmiTool(Stage stage)
    {
        var path = stage.Write("ipmitool", $"""
            #!/bin/sh
            cd '{Fixtures}' || exit 1
            case "$*" in *" exec "*) ;; *) exit 1 ;; esac
            for script; do :; done
            while read -r command; do
                case "$command" in
                    "echo "*) echo "{"$"}{"{"}command#echo {"}"} " ;;
                    "sdr elist") cat dell-sdr-elist.txt hpe-sdr-elist.txt ;;
                    "chassis status") cat dell-chassis.txt ;;
                    "sel info") printf 'Entries          : 2\nFree Space       : 15968 bytes\n' ;;
                    "mc info") cat dell-mc.txt ;;
                    "raw 0x2c"*) printf ' dc 58 02 50 00 20 03 50 02 6a 1c 1f 66 e8 03 00\n 00 40\n' ;;
                esac
            done < "$script"

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
