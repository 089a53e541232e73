using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Observability;

/// <summary>What the server tells of itself: /metrics for Prometheus always, OTLP where Otlp:Endpoint is set.</summary>
internal static class OwnTelemetry
{
    /// <summary>Every meter and source of ours is named so, with the capability behind it.</summary>
    private const string Ours = "SovereignFleet.*";

    private const int TimeOutMilliseconds = 5000;

    /// <summary>What load balancers and Prometheus ask each few seconds: a trace of it tells nobody anything.</summary>
    private static readonly string?[] Watched = ["/healthz", "/readyz", "/metrics"];

    public static void AddOwnTelemetry(this IHostApplicationBuilder builder)
    {
        var otlp = builder.AddServerOptions<OtlpOptions>("Otlp");
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("sovereignfleet-server"));
        telemetry.WithMetrics(metrics =>
            metrics.AddMeter(Ours).AddMeter("Npgsql").AddMeter("System.Runtime").AddAspNetCoreInstrumentation().AddPrometheusExporter());
        if (otlp.Endpoint is not null)
        {
            telemetry.WithMetrics(metrics => metrics.AddReader(services => new PeriodicExportingMetricReader(
                new MetricsToCollector(Exporter(otlp, "metrics"), News(otlp, "metrics", services)), (int)otlp.Period.TotalMilliseconds, TimeOutMilliseconds)));
            telemetry.WithTracing(traces => traces
                .AddSource(Ours)
                .AddAspNetCoreInstrumentation(requests => requests.Filter = request => !Watched.Contains(request.Request.Path.Value))
                .AddProcessor(services => new BatchActivityExportProcessor(
                    new TracesToCollector(Exporter(otlp, "traces"), News(otlp, "traces", services)))));
        }
    }

    private static OtlpExporterOptions Exporter(OtlpOptions otlp, string signal) => new()
    {
        Endpoint = otlp.AddressOf(signal),
        Protocol = otlp.Protocol == OtlpOptions.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        TimeoutMilliseconds = TimeOutMilliseconds,
    };

    private static CollectorNews News(OtlpOptions otlp, string signal, IServiceProvider services) =>
        new(signal, otlp.AddressOf(signal), services.GetRequiredService<ILogger<CollectorNews>>());
}
