using Microsoft.Extensions.Options;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.ControlPlane.Connection;
using SovereignFleet.Dashboard.ControlPlane.Live;

namespace SovereignFleet.Dashboard.ControlPlane;

internal static class ControlPlaneRegistration
{
    public static IServiceCollection AddControlPlane(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ServerOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsCheck>();
        services.AddSingleton<ServerChannel>();
        services.AddScoped<FleetApi>();
        services.AddScoped<PersonRefresh>();
        services.AddScoped<FleetFeed>();
        return services;
    }
}
