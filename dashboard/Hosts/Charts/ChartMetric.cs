using SovereignFleet.Proto.Metrics;

namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>One chart of a Host: which metric of the catalogue, under which title.</summary>
/// <param name="Low">The fixed lower end of the axis; null: as the data has it.</param>
/// <param name="High">The fixed upper end of the axis; null: as the data has it.</param>
public sealed record ChartMetric(Metric Metric, string Title, double? Low, double? High)
{
    /// <summary>Those that are charted by default.</summary>
    internal static readonly IReadOnlyList<ChartMetric> All =
    [
        Of("temperature_c", "GPU temperature"),
        Of("power_mw", "Power", low: 0),
        Of("gpu_utilization_percent", "Busy", low: 0, high: 100),
        Of("memory_used_bytes", "Memory used", low: 0),
    ];

    /// <summary>The field's name in GpuReading.</summary>
    public string Field => Metric.Name;

    public string Unit => Metric.Unit.Shown;

    /// <summary>What to divide the stored value by to get the shown unit.</summary>
    public double Divisor => Metric.Unit.Divisor;

    private static ChartMetric Of(string field, string title, double? low = null, double? high = null) =>
        new(MetricIndex.Named(field) ?? throw new ArgumentException($"The catalogue has no metric {field}.", nameof(field)), title, low, high);
}
