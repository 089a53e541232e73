using SovereignFleet.Server.Drains.Targets;
using SovereignFleet.Server.Maintenance;

namespace SovereignFleet.Server.Drains;

internal static class DrainsRegistration
{
    /// <summary>The drain workflow and its targets.</summary>
    public static IHostApplicationBuilder AddDrains(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddDrainTargets()
            .AddSingleton<DrainClaims>()
            .AddSingleton<DrainObserver>()
            .AddSingleton<DrainActor>()
            .AddSingleton<DrainMoves>()
            .AddSingleton<DrainProposer>()
            .AddSingleton<DrainRequests>()
            .AddHostedService<ServiceSweep>()
            .AddSingleton(PeriodicJob.Of<DrainWakeJob>(TimeSpan.FromSeconds(5)))
            .AddSingleton(PeriodicJob.Of<LightSweep>(TimeSpan.FromMinutes(1)))
            .AddSingleton<DrainReconciler>()
            .AddHostedService(services => services.GetRequiredService<DrainReconciler>());
        return builder;
    }

    /// <summary>Every drain target there is.</summary>
    public static IServiceCollection AddDrainTargets(this IServiceCollection services) => services
        .AddSingleton<IDrainTarget, HaProxyTarget>()
        .AddSingleton<DrainTargets>();
}
