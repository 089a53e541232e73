namespace SovereignFleet.Server.Fleet;

internal static class FleetRegistration
{
    /// <summary>Sites, racks, hosts, GPUs, pools and the declared inventory.</summary>
    public static IHostApplicationBuilder AddFleet(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
