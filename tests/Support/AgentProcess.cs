namespace SovereignFleet.Tests.Support;

/// <summary>One Host's agent as a process of its own; it may be killed and started again on the same data.</summary>
internal sealed class AgentProcess(Stage stage, Launch launch)
{
    private RunningProcess? process;
    private int lives;

    public RunningProcess Process => process ?? throw new InvalidOperationException("The agent was not started.");

    /// <param name="settings">The agent's own keys: Server, EnrollmentToken, KernelLog:Path...</param>
    /// <param name="environment">What only the environment can say: where NVML lies.</param>
    public static AgentProcess Start(
        Stage stage,
        string program,
        string hostName,
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyDictionary<string, string> environment)
    {
        var all = new Dictionary<string, string>(settings)
        {
            ["HostName"] = hostName,
            ["DataFolder"] = stage.Folder("agent-" + hostName),
        };
        var arguments = all.Select(setting => $"--{setting.Key}={setting.Value}");
        var agent = new AgentProcess(
            stage, new Launch("agent " + hostName, program, ["run", .. arguments]) { Environment = environment });
        agent.Restart();
        return agent;
    }

    public Task KillAsync(CancellationToken cancellationToken) => Process.KillAsync(cancellationToken);

    public void Restart() => process = stage.Start(launch with { Name = $"{launch.Name}, life {++lives}" });
}
