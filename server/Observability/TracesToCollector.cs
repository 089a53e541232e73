using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace SovereignFleet.Server.Observability;

/// <summary>Sends traces as the SDK does, and says how it went.</summary>
internal sealed class TracesToCollector(OtlpExporterOptions options, CollectorNews news) : OtlpTraceExporter(options)
{
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        var result = base.Export(activityBatch);
        news.Tell(result is ExportResult.Success);
        return result;
    }
}
