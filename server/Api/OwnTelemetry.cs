using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SovereignFleet.Server.Api;

/// <summary>What the server tells of itself: /metrics for Prometheus always, OTLP where Otlp:Endpoint is set.</summary>
internal static class OwnTelemetry
{
    /// <summary>Every meter and source of ours is named so, with the capability behind it.</summary>
    private const string Ours = "SovereignFleet.*";

    public static void AddOwnTelemetry(this IHostApplicationBuilder builder)
    {
        var endpoint = builder.Configuration.GetValue<Uri?>("Otlp:Endpoint");
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("sovereignfleet-server"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Ours).AddMeter("Npgsql").AddMeter("System.Runtime").AddAspNetCoreInstrumentation().AddPrometheusExporter();
            if (endpoint is not null)
                metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint);
        });
        if (endpoint is not null)
            telemetry.WithTracing(traces => traces.AddSource(Ours).AddAspNetCoreInstrumentation().AddOtlpExporter(otlp => otlp.Endpoint = endpoint));
    }
}
