using SovereignFleet.Agent;
using SovereignFleet.Simulator.Control;
using SovereignFleet.Simulator.Faults;
using SovereignFleet.Simulator.Hardware;
using SovereignFleet.Simulator.Inference;
using SovereignFleet.Simulator.Plan;

namespace SovereignFleet.Simulator;

/// <summary>Runs the simulated fleet: inference servers, the load on them, an agent for each Host, and the faults.</summary>
internal sealed class RunCommand(SimulatorOptions options, TimeProvider time)
{
    public static Task<int> RunAsync(SimulatorOptions options, CancellationToken cancellationToken) =>
        new RunCommand(options, TimeProvider.System).RunAsync(cancellationToken);

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var plan = FleetPlan.Of(options);
        var hosts = MakeHosts(plan);
        await using var servers = new InferenceServers(hosts, time).Build();
        await servers.StartAsync(cancellationToken);
        var began = time.GetUtcNow();
        var agents = await EnrollAsync(hosts, cancellationToken);
        var faults = new FaultFolder(Path.Combine(options.Folder, "faults"), new FaultDesk(agents).Obey, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> work =
        [
            new SteadyLoad(plan, time).RunAsync(ended.Token),
            faults.WatchAsync(ended.Token),
            .. agents.Select(agent => agent.RunAsync(ended.Token)),
        ];
        var arriving = TellWhenAllAreHeardAsync(agents.Count, began, ended.Token);
        // None of them ends by itself unless something is wrong: then the whole simulation ends, and says what.
        var first = await Task.WhenAny([.. work, Task.WhenAll(arriving, Task.Delay(Timeout.Infinite, ended.Token))]);
        await ended.CancelAsync();
        await Task.WhenAll([.. work, arriving]).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await first;
        return 0;
    }

    private List<SimulatedHost> MakeHosts(FleetPlan plan)
    {
        // Measured distributions beside the checkout, where there are any.
        var measured = Path.GetFullPath(Path.Combine(options.Folder, "..", "..", "..", "shared", "data", "acme", "acme_cdf.csv"));
        var power = Quantiles.FromFile(measured, "gpu_power_kalos_0") ?? Quantiles.Power;
        var temperature = Quantiles.FromFile(measured, "gpu_temp_kalos_0") ?? Quantiles.Temperature;
        return [.. plan.Hosts.Select(host => new SimulatedHost(host, options.Seed, power, temperature, time))];
    }

    private async Task<List<SimulatedAgent>> EnrollAsync(List<SimulatedHost> hosts, CancellationToken cancellationToken)
    {
        ControlPlane? control = null;
        var agents = new List<SimulatedAgent>();
        foreach (var host in hosts)
        {
            var folder = Path.Combine(options.Folder, host.Plan.Name);
            string? token = null;
            if (!Directory.Exists(Path.Combine(folder, "pki")))
            {
                control ??= await ControlPlane.SignInAsync(options, cancellationToken);
                token = await control.CreateTokenAsync(host.Plan.Name, cancellationToken);
            }

            agents.Add(new SimulatedAgent(
                host,
                new AgentOptions
                {
                    Server = options.Agents,
                    EnrollmentToken = token,
                    HostName = host.Plan.Name,
                    DataFolder = folder,
                    SpoolLimitMegabytes = 64,
                },
                time));
        }

        control?.Dispose();
        return agents;
    }

    /// <summary>Writes the file "ready" when the control plane has heard every Host: ./fleet up waits for it.</summary>
    private async Task TellWhenAllAreHeardAsync(int expected, DateTimeOffset began, CancellationToken cancellationToken)
    {
        using var control = await ControlPlane.SignInAsync(options, cancellationToken);
        while (await control.HeardSinceAsync(began, cancellationToken) < expected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), time, cancellationToken);
        }

        await control.SignOutAsync(cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(options.Folder, "ready"), $"{expected} hosts are heard\n", cancellationToken);
    }
}
