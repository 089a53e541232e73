using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Hosting;

internal static class HostingRegistration
{
    /// <summary>What every capability stands on: the clock, the data folder, and the addresses by which the server and its dashboard are reached.</summary>
    public static IHostApplicationBuilder AddHosting(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<DataFolderOptions>("");
        builder.AddServerOptions<ListenOptions>("Listen");
        builder.AddServerOptions<DashboardOptions>("Alerts");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new DataFolder(services.GetRequiredService<DataFolderOptions>().DataFolder));
        return builder;
    }
}
