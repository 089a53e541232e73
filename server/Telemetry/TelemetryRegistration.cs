namespace SovereignFleet.Server.Telemetry;

internal static class TelemetryRegistration
{
    /// <summary>Blocks in, ranges out, retention.</summary>
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
