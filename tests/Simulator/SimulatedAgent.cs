using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Inference;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Simulator.Hardware;
using SovereignFleet.Simulator.Sensors;

namespace SovereignFleet.Simulator;

/// <summary>The true agent of one simulated Host: spool, enrollment, stream and commands are the product's own; only what it
/// sensors is simulated.</summary>
internal sealed class SimulatedAgent(SimulatedHost host, AgentOptions options, TimeProvider time)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(300);
    private volatile bool silent;

    public SimulatedHost Host => host;

    public SimulatedEvents Events { get; } = new(time);

    /// <summary>Ends the agent: the Host goes quiet.</summary>
    public void Silence() => silent = true;

    public void Wake() => silent = false;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitAsync(() => !silent, cancellationToken);
            using var agent = AgentHost.Build(options, AddHostSensors);
            await agent.StartAsync(cancellationToken);
            try
            {
                await WaitAsync(() => silent, cancellationToken);
            }
            finally
            {
                await agent.StopAsync(CancellationToken.None);
            }
        }
    }

    private async Task WaitAsync(Func<bool> holds, CancellationToken cancellationToken)
    {
        while (!holds())
        {
            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    /// <summary>The inference server is asked by the product's own probe.</summary>
    private void AddHostSensors(HostApplicationBuilder builder)
    {
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Inference:0:Name"] = "vllm",
            ["Inference:0:Kind"] = "vllm",
            ["Inference:0:Endpoint"] = $"http://127.0.0.1:{host.Plan.InferencePort}",
        });
        builder.AddInference();
        builder.Services
            .AddSingleton<ISensor>(new SimulatedGpuSensor(host))
            .AddSingleton<ISensor>(new SimulatedBmcSensor(host))
            .AddSingleton<IEventSource>(Events)
            .AddSingleton<IInventorySource>(new SimulatedInventory(host))
            .AddSingleton<ICommandAction>(new LightLocator(host))
            .AddSingleton<ICommandAction>(new TellPower());
    }
}
