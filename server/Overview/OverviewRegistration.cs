using SovereignFleet.Server.Overview.Charts;

namespace SovereignFleet.Server.Overview;

internal static class OverviewRegistration
{
    /// <summary>The fleet as a person sees it: all of it now, and one Host in full.</summary>
    public static IHostApplicationBuilder AddOverview(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FleetSnapshots>();
        builder.Services.AddSingleton<HostDetailReader>();
        builder.Services.AddSingleton<ChartedGpus>();
        builder.Services.AddSingleton<ChartedEvents>();
        return builder;
    }
}
