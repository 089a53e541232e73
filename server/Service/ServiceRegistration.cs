using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Fleet.Retirement;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Service.Ladder.Reading;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Proposals;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Server.Service.Sweeps;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.HaProxy;
using SovereignFleet.Server.Service.Targets.Kubernetes;
using SovereignFleet.Server.Service.Targets.NginxPlus;
using SovereignFleet.Server.Service.Targets.Several;
using SovereignFleet.Server.Service.Targets.Slurm;
using SovereignFleet.Server.Service.Targets.Webhook;

namespace SovereignFleet.Server.Service;

internal static class ServiceRegistration
{
    /// <summary>The drain workflow and its targets.</summary>
    public static IHostApplicationBuilder AddService(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<SlurmOptions>("Slurm");
        builder.AddServerOptions<KubernetesOptions>("Kubernetes");
        builder.Services
            .AddDrainTargets()
            .AddSingleton<Works>()
            .AddSingleton<LadderReader>()
            .AddSingleton<PlanReader>()
            .AddSingleton<PlanSteps>()
            .AddSingleton<DrainClaims>()
            .AddSingleton<DrainObserver>()
            .AddSingleton<DrainLooks>()
            .AddSingleton<DrainActor>()
            .AddSingleton<DrainMoves>()
            .AddSingleton<DrainStepper>()
            .AddSingleton<DrainProposer>()
            .AddSingleton<DrainRequests>()
            .AddSingleton<DrainReader>()
            .AddSingleton<IHostRetirement, NoLiveDrain>()
            .AddHostedService<ServiceSweep>()
            .AddHostedService<DrainReconciler>();
        return builder;
    }

    /// <summary>Every drain target there is.</summary>
    public static IServiceCollection AddDrainTargets(this IServiceCollection services) => services
        .AddSingleton<IDrainTarget, HaProxyTarget>()
        .AddSingleton<IDrainTarget, NginxPlusTarget>()
        .AddSingleton<IDrainTarget, SlurmTarget>()
        .AddSingleton<IDrainTarget, KubernetesTarget>()
        .AddSingleton<IDrainTarget, WebhookTarget>()
        .AddSingleton<IDrainTarget, SeveralTargets>()
        .AddSingleton<DrainTargets>()
        // Several are looked up when they are used: they stand in the same table.
        .AddSingleton<Func<DrainTargets>>(provider => provider.GetRequiredService<DrainTargets>)
        .AddSingleton<ISettingsJudge>(provider => provider.GetRequiredService<DrainTargets>());
}
