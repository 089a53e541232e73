using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Exposition.Gpus;
using SovereignFleet.Agent.Exposition.Hardware;
using SovereignFleet.Agent.Exposition.Http;
using SovereignFleet.Agent.Exposition.Ipmi;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Otlp;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Exposition;

/// <summary>What others may read of this Host beside the control plane. Where nobody asked for it, nothing of it is there.</summary>
internal static class ExpositionRegistration
{
    /// <summary>After AddSpool: it takes the sinks' place and hands everything on to the spool.</summary>
    public static IServiceCollection AddExposition(this IServiceCollection services, MetricsOptions metrics, OtlpOptions otlp, ExpositionFacts facts)
    {
        if (metrics.Listen is null && otlp.Endpoint is null)
        {
            return services;
        }

        services
            .AddSingleton(facts)
            .AddSingleton<Observed>()
            .AddSingleton<IFrameSink>(provider => provider.GetRequiredService<Observed>())
            .AddSingleton<IEventSink>(provider => provider.GetRequiredService<Observed>());
        if (metrics.Listen is { } endpoint)
        {
            services.AddMetricsPage(metrics, endpoint);
        }

        return otlp.Endpoint is null ? services : services
            .AddSingleton(otlp)
            .AddSingleton<HardwareMeter>()
            .AddHostedService<OtlpExport>();
    }

    private static IServiceCollection AddMetricsPage(this IServiceCollection services, MetricsOptions metrics, IPEndPoint endpoint) => services
        .AddSingleton(metrics)
        .AddSingleton<GpuPart>()
        .AddSingleton<SwitchPart>()
        .AddSingleton<IpmiPart>()
        .AddSingleton<IpmiTargets>()
        .AddSingleton<InferencePart>()
        .AddSingleton<AgentPart>()
        .AddSingleton(provider => new MetricsPage(
            provider.GetRequiredService<Observed>(),
            [
                provider.GetRequiredService<GpuPart>(), provider.GetRequiredService<SwitchPart>(), provider.GetRequiredService<IpmiPart>(),
                provider.GetRequiredService<InferencePart>(), provider.GetRequiredService<AgentPart>(),
            ],
            provider.GetRequiredService<IpmiTargets>()))
        .AddSingleton<ListenState>()
        .AddSingleton<ISensor, MetricsSensor>()
        .AddHostedService(provider => new MetricsListener(
            endpoint, provider.GetRequiredService<MetricsPage>(), provider.GetRequiredService<ListenState>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MetricsListener>>()));
}
