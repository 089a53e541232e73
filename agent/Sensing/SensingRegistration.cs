using Microsoft.Extensions.DependencyInjection;

namespace SovereignFleet.Agent.Sensing;

/// <summary>The loops that read; what they read is registered by the sensors' own folders.</summary>
internal static class SensingRegistration
{
    /// <summary>Before AddSensing: hosted services start in the order of their registration.</summary>
    public static IServiceCollection AddLifeEvents(this IServiceCollection services, LifeOptions options) => services
        .AddSingleton(options)
        .AddHostedService<LifeEvents>();

    public static IServiceCollection AddSensing(this IServiceCollection services, HostFacts host) => services
        .AddSingleton<IInventorySource>(host)
        .AddSingleton(host.Devices)
        .AddSingleton<SensorPeriods>()
        .AddSingleton<InventoryLoop>()
        .AddSingleton<EventSourceLoop>()
        .AddSingleton<SensorLoop>()
        .AddHostedService(provider => provider.GetRequiredService<InventoryLoop>())
        .AddHostedService<DeviceWatch>()
        .AddHostedService(provider => provider.GetRequiredService<EventSourceLoop>())
        .AddHostedService(provider => provider.GetRequiredService<SensorLoop>());
}
