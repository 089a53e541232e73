using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Retirement;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Monitor;
using SovereignFleet.Server.Health.Profiles;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Rules.Agent;
using SovereignFleet.Server.Health.Rules.Bmc;
using SovereignFleet.Server.Health.Rules.Gpu;
using SovereignFleet.Server.Health.Rules.Clocks;
using SovereignFleet.Server.Health.Rules.Host;
using SovereignFleet.Server.Health.Rules.Links;
using SovereignFleet.Server.Health.Rules.Memory;
using SovereignFleet.Server.Health.Rules.Presence;
using SovereignFleet.Server.Health.Rules.Serving;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Link.Observers;

namespace SovereignFleet.Server.Health;

internal static class HealthRegistration
{
    /// <summary>The rules and the Conditions.</summary>
    public static IHostApplicationBuilder AddHealth(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<HealthOptions>("Health");
        builder.AddServerOptions<XidOptions>("Health");
        builder.Services.AddSingleton<XidPolicy>();
        builder.Services.AddHealthRules();
        builder.Services.AddSingleton<Acknowledgements>();
        builder.Services.AddSingleton<ProfileChanges>();
        builder.Services.AddSingleton<IInventoryPart, ProfilesPart>();
        builder.Services.AddSingleton<AgentSilentRule>();
        builder.Services.AddSingleton<AgentNeverHeardRule>();
        builder.Services.AddSingleton<ConditionRoom>();
        builder.Services.AddSingleton<IHostObserver, HealthMonitor>();
        builder.Services.AddSingleton<IHostRetirement, ConditionsOfRetired>();
        builder.Services.AddHostedService<AgentSilenceWatch>();
        builder.Services.AddHostedService<NeverHeardWatch>();
        return builder;
    }

    /// <summary>All that is judged as it arrives. Adding a rule is one file and one line.</summary>
    public static IServiceCollection AddHealthRules(this IServiceCollection services) => services
        .AddSingleton<IHealthRule, FatalXidRule>()
        .AddSingleton<IHealthRule, RecoveryActionRule>()
        .AddSingleton<IHealthRule, GpuLostRule>()
        .AddSingleton<IHealthRule, EccUncorrectedRule>()
        .AddSingleton<IHealthRule, RowRemapFailureRule>()
        .AddSingleton<IHealthRule, RowRemapPendingRule>()
        .AddSingleton<IHealthRule, GpuTemperatureRule>()
        .AddSingleton<IHealthRule, GpusBlindRule>()
        .AddSingleton<IHealthRule, GpuUnreadableRule>()
        .AddSingleton<IHealthRule, ProfileRule>()
        .AddSingleton<IHealthRule, PcieLinkRule>()
        .AddSingleton<IHealthRule, NvLinkDownRule>()
        .AddSingleton<IHealthRule, NvLinkErrorsRule>()
        .AddSingleton<IHealthRule, FabricStateRule>()
        .AddSingleton<IHealthRule, SramThresholdRule>()
        .AddSingleton<IHealthRule, SpareRowsRule>()
        .AddSingleton<IHealthRule, RetiredPagesPendingRule>()
        .AddSingleton<IHealthRule, RepairPendingRule>()
        .AddSingleton<IHealthRule, PowerBrakeRule>()
        .AddSingleton<IHealthRule, HardwareSlowdownRule>()
        .AddSingleton<IHealthRule, InferenceDownRule>()
        .AddSingleton<IHealthRule, BmcSensorCriticalRule>()
        .AddSingleton<IHealthRule, BmcLogRule>()
        .AddSingleton<IHealthRule, BmcUnreachableRule>()
        .AddSingleton<IHealthRule, HostEventRule>()
        .AddSingleton<IHealthRule, SensorFailedRule>()
        .AddSingleton<IHealthRule, HostDuplicatedRule>()
        .AddSingleton<IHealthRule, GpuClaimedRule>()
        .AddSingleton<IHealthRule, SupersededCertificateRule>();
}
