namespace SovereignFleet.Server.Maintenance;

internal static class MaintenanceRegistration
{
    /// <summary>Windows, and Quartz.</summary>
    public static IHostApplicationBuilder AddMaintenance(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SiteWindows>();
        return builder;
    }
}
