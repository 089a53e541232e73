using SovereignFleet.Proto.Metrics;

namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>One chart of a Host: a metric, and how the catalogue would have it charted.</summary>
public sealed record ChartMetric(Metric Metric, MetricChart Chart)
{
    /// <summary>Those that are charted by default, in the catalogue's order.</summary>
    internal static readonly IReadOnlyList<ChartMetric> All =
        [.. MetricCatalogue.All.Where(metric => metric.Chart is not null).Select(metric => new ChartMetric(metric, metric.Chart!))];

    /// <summary>The field's name in GpuReading.</summary>
    public string Field => Metric.Name;

    public string Title => Chart.Title;

    public double? Low => Chart.Low;

    public double? High => Chart.High;

    public string Unit => Metric.Unit.Shown;

    /// <summary>What to divide the stored value by to get the shown unit.</summary>
    public double Divisor => Metric.Unit.Divisor;
}
