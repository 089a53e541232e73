using Microsoft.Extensions.Options;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.ControlPlane.Connection;
using SovereignFleet.Dashboard.ControlPlane.Live;
using SovereignFleet.Dashboard.Security;

namespace SovereignFleet.Dashboard.ControlPlane;

internal static class ControlPlaneRegistration
{
    public static IServiceCollection AddControlPlane(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ServerOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsCheck>();
        services.AddSingleton(provider =>
        {
            var file = provider.GetRequiredService<IOptions<ServerOptions>>().Value.CredentialFile;
            return new CertificateFile(file, file);
        });
        services.AddHostedService<CredentialNotice>();
        services.AddSingleton<ServerChannel>();
        services.AddScoped<FleetApi>();
        services.AddScoped<PersonRefresh>();
        services.AddScoped<FleetFeed>();
        return services;
    }
}
