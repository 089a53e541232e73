using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent;
using SovereignFleet.Agent.Repair;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Simulator.Hardware;
using SovereignFleet.Simulator.Sensors;

namespace SovereignFleet.Simulator;

/// <summary>The true agent of one simulated Host: spool, enrollment, stream and commands are the product's own; only what it
/// senses is simulated.</summary>
internal sealed class SimulatedAgent(SimulatedHost host, AgentOptions options, TimeProvider time)
{
    private readonly SemaphoreSlim wake = new(0);
    private CancellationTokenSource? running;
    private volatile bool silent;

    public SimulatedHost Host => host;

    public SimulatedEvents Events { get; } = new(time);

    /// <summary>Ends the agent as a crash would: the Host goes quiet.</summary>
    public void Silence()
    {
        silent = true;
        running?.Cancel();
    }

    public void Wake()
    {
        if (silent)
        {
            silent = false;
            wake.Release();
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using (running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                using var agent = AgentHost.Build(options, AddSenses);
                await agent.RunAsync(running.Token);
            }

            running = null;
            if (silent)
            {
                await wake.WaitAsync(cancellationToken);
            }
        }
    }

    private void AddSenses(HostApplicationBuilder builder)
    {
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services
            .AddSingleton<ISensor>(new SimulatedGpuSensor(host))
            .AddSingleton<ISensor>(new SimulatedBmcSensor(host))
            .AddSingleton<IEventSource>(Events)
            .AddSingleton<IInventorySource>(new SimulatedInventory(host))
            .AddSingleton<IRepairAction>(new LightLocator(host))
            .AddSingleton<IRepairAction>(new TellPower());
    }
}
