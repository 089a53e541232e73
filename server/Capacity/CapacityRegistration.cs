using SovereignFleet.Server.Fleet.Retirement;

namespace SovereignFleet.Server.Capacity;

internal static class CapacityRegistration
{
    /// <summary>The N+k guard.</summary>
    public static IHostApplicationBuilder AddCapacity(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CapacityGuard>();
        builder.Services.AddSingleton<IHostRetirement, PoolKeepsEnough>();
        return builder;
    }
}
