namespace SovereignFleet.Proto.Metrics;

/// <summary>The one list of what is known of a GPU's every second. The server keeps, the agent exports and the dashboard charts what
/// stands here: a new metric is its field in GpuReading, its row, and where the agent reads it.</summary>
public static class MetricCatalogue
{
    /// <summary>By subject, in the order in which the agent's page has them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        .. ClockMetrics.Rows, .. RepairMetrics.Rows, .. LoadMetrics.Rows, .. MemoryErrorMetrics.Rows, .. PcieMetrics.Rows, .. NvLinkMetrics.Rows,
        .. PcieErrorMetrics.Rows, .. ThrottleMetrics.Rows,
    ];
}
