namespace SovereignFleet.Server.Observability;

internal static class ObservabilityRegistration
{
    /// <summary>What the server tells of itself: metrics, traces, gauges, and whether it is ready.</summary>
    public static IHostApplicationBuilder AddObservability(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
        // Whoever asks reads the answer; the log would repeat it at every question.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.AddOwnTelemetry();
        builder.Services.AddHostedService<FleetGauges>();
        return builder;
    }
}
