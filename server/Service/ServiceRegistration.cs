using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Jobs;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Server.Service.Sweeps;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.HaProxy;

namespace SovereignFleet.Server.Service;

internal static class ServiceRegistration
{
    /// <summary>The drain workflow and its targets.</summary>
    public static IHostApplicationBuilder AddService(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddDrainTargets()
            .AddSingleton<DrainClaims>()
            .AddSingleton<DrainObserver>()
            .AddSingleton<DrainActor>()
            .AddSingleton<DrainMoves>()
            .AddSingleton<DrainProposer>()
            .AddSingleton<DrainRequests>()
            .AddSingleton<DrainReader>()
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
        .AddSingleton<DrainTargets>()
        .AddSingleton<ISettingsJudge>(provider => provider.GetRequiredService<DrainTargets>());
}
