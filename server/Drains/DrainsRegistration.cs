namespace SovereignFleet.Server.Drains;

internal static class DrainsRegistration
{
    /// <summary>The drain workflow and its targets.</summary>
    public static IHostApplicationBuilder AddDrains(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
