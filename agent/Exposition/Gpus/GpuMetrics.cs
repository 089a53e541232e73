using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Metrics;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>The families of one GPU, as the catalogue of metrics names them: those of dcgm-exporter first, then ours.</summary>
internal static class GpuMetrics
{
    public static IReadOnlyList<GpuMetric> All { get; } = [.. Families(dcgm: true), .. Families(dcgm: false)];

    private static IEnumerable<GpuMetric> Families(bool dcgm)
    {
        foreach (var metric in MetricCatalogue.All)
        {
            foreach (var export in metric.Exports)
            {
                if (export.IsDcgm == dcgm)
                {
                    yield return Of(metric, export);
                }
            }
        }
    }

    private static GpuMetric Of(Metric metric, MetricExport export)
    {
        var type = export.Type is ExportType.Counter ? MetricType.Counter : MetricType.Gauge;
        var meaning = export.Meaning ?? metric.Meaning;
        var help = export.Unit.Length > 0 ? $"{meaning}, {export.Unit}." : meaning + ".";
        return new GpuMetric(export.Name, type, help, export.Read ?? metric.Read, export.Divisor) { ReadInstance = export.ReadInstance };
    }
}
