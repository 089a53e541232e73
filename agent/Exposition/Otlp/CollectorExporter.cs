using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace SovereignFleet.Agent.Exposition.Otlp;

/// <summary>Sends as the SDK does, and says how it went.</summary>
internal sealed class CollectorExporter(OtlpExporterOptions options, CollectorState state) : OtlpMetricExporter(options)
{
    public override ExportResult Export(in Batch<Metric> metrics)
    {
        var result = base.Export(metrics);
        state.Report(result is ExportResult.Success);
        return result;
    }
}
