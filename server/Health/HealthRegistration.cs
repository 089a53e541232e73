namespace SovereignFleet.Server.Health;

internal static class HealthRegistration
{
    /// <summary>The rules and the Conditions.</summary>
    public static IHostApplicationBuilder AddHealth(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
