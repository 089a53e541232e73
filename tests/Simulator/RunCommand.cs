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
        var began = time.GetUtcNow();
        var plan = FleetPlan.Of(options);
        var identities = await new Enrollments(options, time).PrepareAsync(plan, cancellationToken);
        var hosts = MakeHosts(plan);
        var agents = hosts.Select(host => new SimulatedAgent(host, identities[host.Plan], time)).ToList();
        await using var servers = new InferenceServers(hosts, time).Build();
        await servers.StartAsync(cancellationToken);
        var faults = new FaultFolder(Path.Combine(options.Folder, "faults"), new FaultDesk(agents).Obey, time);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> work =
        [
            TellArrivalAsync(agents.Count, began, ended.Token),
            new SteadyLoad(plan, time).RunAsync(ended.Token),
            faults.WatchAsync(ended.Token),
            .. agents.Select(agent => agent.RunAsync(ended.Token)),
        ];
        // None of them ends unless it is told to, or something is wrong: then all end, and the reason is thrown.
        var first = await Task.WhenAny(work);
        await ended.CancelAsync();
        await Task.WhenAll(work).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await first;
        return 0;
    }

    private List<SimulatedHost> MakeHosts(FleetPlan plan)
    {
        var power = Measured("gpu_power_kalos_0") ?? Quantiles.Power;
        var temperature = Measured("gpu_temp_kalos_0") ?? Quantiles.Temperature;
        return [.. plan.Hosts.Select(host => new SimulatedHost(host, options.Seed, power, temperature, time))];
    }

    private Quantiles? Measured(string series) =>
        options.Distributions.Length > 0 ? Quantiles.FromFile(options.Distributions, series) : null;

    /// <summary>Writes the file "ready" when the control plane has heard every Host: ./fleet up waits for it.</summary>
    private async Task TellArrivalAsync(int expected, DateTimeOffset began, CancellationToken cancellationToken)
    {
        using var control = await ControlPlane.SignInAsync(options, cancellationToken);
        while (await control.HeardSinceAsync(began, cancellationToken) < expected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), time, cancellationToken);
        }

        await control.SignOutAsync(cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(options.Folder, "ready"), $"{expected} hosts are heard\n", cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
