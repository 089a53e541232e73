using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Agent.Commands.Actions;
using SovereignFleet.Agent.Commands.Actions.Diagnose;
using SovereignFleet.Agent.Commands.Actions.GpuReset;
using SovereignFleet.Agent.Commands.Actions.Logs;
using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Commands.Queue;
using SovereignFleet.Agent.Uplink;

namespace SovereignFleet.Agent.Commands;

/// <summary>Commands from the server.</summary>
internal static class CommandRegistration
{
    public static IServiceCollection AddCommands(this IServiceCollection services, CommandOptions options) => services
        .AddSingleton(options)
        .AddSingleton<CommandLog>()
        .AddSingleton<CommandRunner>()
        .AddSingleton<CommandResults>()
        .AddSingleton<CommandQueue>()
        .AddSingleton<ICommandQueue>(provider => provider.GetRequiredService<CommandQueue>())
        .AddHostedService(provider => provider.GetRequiredService<CommandQueue>());

    /// <summary>All that a real Host can be told to do, from what only looks to what ends its boot.</summary>
    public static IServiceCollection AddCommandActions(this IServiceCollection services) => services
        .AddSingleton<GpuProbe>()
        .AddSingleton<CudaCheck>()
        .AddSingleton<AgentState>()
        .AddSingleton<ICommandAction, IdentifyAction>()
        .AddSingleton<ICommandAction, ReadPowerAction>()
        .AddSingleton<ICommandAction, CollectLogsAction>()
        .AddSingleton<ICommandAction, CaptureConsoleAction>()
        .AddSingleton<ICommandAction, DiagnoseAction>()
        .AddSingleton<ICommandAction, RestartUnitAction>()
        .AddSingleton<ICommandAction, GpuResetAction>()
        .AddSingleton<ICommandAction, RebootAction>()
        .AddSingleton<ICommandAction, PowerCycleAction>();
}
