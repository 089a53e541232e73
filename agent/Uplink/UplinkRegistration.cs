using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Agent.Uplink.Identity;

namespace SovereignFleet.Agent.Uplink;

/// <summary>Enrollment and the stream to the server.</summary>
internal static class UplinkRegistration
{
    public static IServiceCollection AddUplink(this IServiceCollection services, UplinkOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new IdentityStore(options.PkiFolder))
        .AddSingleton<Predictions>()
        .AddSingleton<ServerSettings>()
        .AddSingleton<Enroller>()
        .AddSingleton<UplinkLoop>()
        .AddHostedService(provider => provider.GetRequiredService<UplinkLoop>());
}
