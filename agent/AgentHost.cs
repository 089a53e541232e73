using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Exposition;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Uplink;

namespace SovereignFleet.Agent;

/// <summary>One agent, put together. Nothing in it is shared with another one in the same process.</summary>
internal static class AgentHost
{
    /// <summary>The given part adds the sensors, event sources, inventory sources and command actions of the Host.</summary>
    public static IHost Build(AgentOptions options, Action<HostApplicationBuilder> addSensors)
    {
        Directory.CreateDirectory(options.DataFolder);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "sovereignfleet-agent" });
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.AddSingleton(TimeProvider.System);
        addSensors(builder);

        // In the order of the data's flow.
        builder.Services
            .AddSpool(options.Spool)
            .AddStartEvents(options.Life)
            .AddSensing(new HostFacts(options.HostName, AgentOptions.Version, options.Root))
            .AddUplink(options.Uplink)
            .AddCommands(options.Commands)
            .AddExposition(options.Metrics, options.Otlp, new ExpositionFacts(
                options.HostName, HostFacts.Text(options.Root, "etc/machine-id"), AgentOptions.Version, options.BmcPeriod));
        return builder.Build();
    }

    /// <summary>Runs one agent with the given sensors, sources and actions until it is cancelled: for programs that run many.</summary>
    public static async Task RunAsync(
        AgentOptions options, IEnumerable<ISensor> sensors, IEnumerable<IEventSource> eventSources,
        IEnumerable<IInventorySource> inventory, IEnumerable<ICommandAction> actions, CancellationToken cancellationToken)
    {
        using var host = Build(options, builder =>
        {
            foreach (var sensor in sensors)
            {
                builder.Services.AddSingleton(sensor);
            }

            foreach (var source in eventSources)
            {
                builder.Services.AddSingleton(source);
            }

            foreach (var source in inventory)
            {
                builder.Services.AddSingleton(source);
            }

            foreach (var action in actions)
            {
                builder.Services.AddSingleton(action);
            }
        });
        await host.RunAsync(cancellationToken);
    }
}
