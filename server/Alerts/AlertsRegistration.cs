namespace SovereignFleet.Server.Alerts;

internal static class AlertsRegistration
{
    /// <summary>On-call.</summary>
    public static IHostApplicationBuilder AddAlerts(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
