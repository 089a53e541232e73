using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Hosting.Secrets;

namespace SovereignFleet.Server.Hosting;

internal static class HostingRegistration
{
    /// <summary>What every capability stands on: the clock, the data folder, the addresses by which the server and its dashboard are reached, and what
    /// the inventory may name of this machine and of others.</summary>
    public static IHostApplicationBuilder AddHosting(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<DataFolderOptions>("");
        builder.AddServerOptions<ListenOptions>("Listen");
        builder.AddServerOptions<ConnectionOptions>("Connections");
        builder.AddServerOptions<DashboardOptions>("Alerts");
        builder.AddServerOptions<SecretsOptions>("");
        builder.AddServerOptions<DestinationsOptions>("Destinations");
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<SecretFolder>().AddSingleton<AllowedDestinations>();
        builder.Services.AddSingleton(services => new DataFolder(services.GetRequiredService<DataFolderOptions>().DataFolder));
        return builder;
    }
}
