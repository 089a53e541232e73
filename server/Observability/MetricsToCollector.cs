using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace SovereignFleet.Server.Observability;

/// <summary>Sends metrics as the SDK does, and says how it went.</summary>
internal sealed class MetricsToCollector(OtlpExporterOptions options, CollectorNews news) : OtlpMetricExporter(options)
{
    public override ExportResult Export(in Batch<Metric> metrics)
    {
        var result = base.Export(metrics);
        news.Tell(result is ExportResult.Success);
        return result;
    }
}
