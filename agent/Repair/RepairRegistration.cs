using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Agent.Repair.Actions;
using SovereignFleet.Agent.Uplink;

namespace SovereignFleet.Agent.Repair;

/// <summary>Commands from the server.</summary>
internal static class RepairRegistration
{
    public static IServiceCollection AddRepair(this IServiceCollection services, CommandOptions options) => services
        .AddSingleton(options)
        .AddSingleton<CommandLog>()
        .AddSingleton<CommandRun>()
        .AddSingleton<CommandAnswers>()
        .AddSingleton<CommandDesk>()
        .AddSingleton<ICommandDesk>(provider => provider.GetRequiredService<CommandDesk>())
        .AddHostedService(provider => provider.GetRequiredService<CommandDesk>());

    /// <summary>All that a real Host can be told to do, from what only looks to what ends its boot.</summary>
    public static IServiceCollection AddRepairActions(this IServiceCollection services) => services
        .AddSingleton<GpuWitness>()
        .AddSingleton<CudaCheck>()
        .AddSingleton<AgentState>()
        .AddSingleton<IRepairAction, IdentifyAction>()
        .AddSingleton<IRepairAction, ReadPowerAction>()
        .AddSingleton<IRepairAction, CollectLogsAction>()
        .AddSingleton<IRepairAction, CaptureConsoleAction>()
        .AddSingleton<IRepairAction, DiagnoseAction>()
        .AddSingleton<IRepairAction, RestartUnitAction>()
        .AddSingleton<IRepairAction, GpuResetAction>()
        .AddSingleton<IRepairAction, RebootAction>()
        .AddSingleton<IRepairAction, PowerCycleAction>();
}
