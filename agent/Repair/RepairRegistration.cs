using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Agent.Uplink;

namespace SovereignFleet.Agent.Repair;

/// <summary>Commands from the server.</summary>
internal static class RepairRegistration
{
    public static IServiceCollection AddRepair(this IServiceCollection services, CommandOptions options) => services
        .AddSingleton(options)
        .AddSingleton<CommandLog>()
        .AddSingleton<CommandDesk>()
        .AddSingleton<ICommandDesk>(provider => provider.GetRequiredService<CommandDesk>())
        .AddHostedService(provider => provider.GetRequiredService<CommandDesk>());
}
