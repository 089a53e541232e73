using System.Globalization;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>One Host of a scene: its inference server, its GPUs, its kernel log, its BMC and its agent.</summary>
internal sealed class SceneHost
{
    private AgentProcess? agent;

    private SceneHost(VllmStandIn inference, IpmiSim bmc) => (Inference, Bmc) = (inference, bmc);

    public required string Name { get; init; }

    /// <summary>Its name in HAProxy.</summary>
    public required string Target { get; init; }

    public required int U { get; init; }

    public VllmStandIn Inference { get; }

    public IpmiSim Bmc { get; }

    public required GpuScenario Gpus { get; init; }

    public required KernelLogFeed KernelLog { get; init; }

    public AgentProcess Agent => agent ?? throw new InvalidOperationException("The agent was not started.");

    public static async Task<SceneHost> CreateAsync(
        Stage stage, string name, string target, int u, int gpus, CancellationToken cancellationToken) =>
        new(await VllmStandIn.StartAsync(stage, target, cancellationToken), await IpmiSim.StartAsync(stage, name, cancellationToken))
        {
            Name = name,
            Target = target,
            U = u,
            Gpus = new GpuScenario(stage, name, gpus),
            KernelLog = new KernelLogFeed(stage, "kmsg-" + name),
        };

    public void StartAgent(Stage stage, string program, string library, string server, string token, IReadOnlyDictionary<string, string> further)
    {
        var settings = new Dictionary<string, string>(further)
        {
            ["Server"] = server,
            ["EnrollmentToken"] = token,
            ["KernelLog:Path"] = KernelLog.Path,
            ["Bmc:Mode"] = "lanplus",
            ["Bmc:Host"] = "127.0.0.1",
            ["Bmc:Port"] = Bmc.Port.ToString(CultureInfo.InvariantCulture),
            ["Bmc:User"] = IpmiSim.User,
            ["Bmc:PasswordFile"] = Bmc.PasswordFile,
            ["Bmc:CipherSuite"] = "3",
            ["Inference:0:Name"] = "vllm",
            ["Inference:0:Kind"] = "vllm",
            ["Inference:0:Endpoint"] = Inference.Url,
        };
        agent = AgentProcess.Start(stage, program, Name, settings, Gpus.Environment(library));
    }
}
