using SovereignFleet.Server.Capacity.Holds;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet.Retirement;

namespace SovereignFleet.Server.Capacity;

internal static class CapacityRegistration
{
    /// <summary>The N+k guard, and what commands hold of it.</summary>
    public static IHostApplicationBuilder AddCapacity(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CapacityGuard>();
        builder.Services.AddSingleton<ICommandGuard, CommandGuard>();
        builder.Services.AddHostedService<CommandHolds>();
        builder.Services.AddSingleton<IHostRetirement, PoolKeepsEnough>();
        return builder;
    }
}
