using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Spool.Files;

namespace SovereignFleet.Agent.Spool;

/// <summary>The durable queue between reading and sending.</summary>
internal static class SpoolRegistration
{
    public static IServiceCollection AddSpool(this IServiceCollection services, SpoolOptions options) => services
        .AddSingleton(options)
        .AddSingleton(_ => MessageSpool.Open(options))
        .AddSingleton<SpoolWriter>()
        .AddSingleton<IFrameSink>(provider => provider.GetRequiredService<SpoolWriter>())
        .AddSingleton<IEventSink>(provider => provider.GetRequiredService<SpoolWriter>())
        .AddHostedService<SpoolFlush>();
}
