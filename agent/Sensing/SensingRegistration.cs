using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Agent.Sensing.Events;
using SovereignFleet.Agent.Sensing.Frames;
using SovereignFleet.Agent.Sensing.Hardware;

namespace SovereignFleet.Agent.Sensing;

/// <summary>The loops that read; what they read is registered by the sensors' own folders.</summary>
internal static class SensingRegistration
{
    /// <summary>Before AddSensing: hosted services start in the order of their registration.</summary>
    public static IServiceCollection AddStartEvents(this IServiceCollection services, StartOptions options) => services
        .AddSingleton(options)
        .AddHostedService<StartEvents>();

    public static IServiceCollection AddSensing(this IServiceCollection services, HostFacts host) => services
        .AddSingleton<IInventorySource>(host)
        .AddSingleton(host.Devices)
        .AddSingleton<SensorPeriods>()
        .AddSingleton<InventoryLoop>()
        .AddSingleton<EventSourceLoop>()
        .AddSingleton<SensorChanges>()
        .AddSingleton<SensorLoop>()
        .AddHostedService(provider => provider.GetRequiredService<InventoryLoop>())
        .AddHostedService<DeviceChanges>()
        .AddHostedService(provider => provider.GetRequiredService<EventSourceLoop>())
        .AddHostedService(provider => provider.GetRequiredService<SensorLoop>());
}
