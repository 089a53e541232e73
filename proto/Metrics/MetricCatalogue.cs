namespace SovereignFleet.Proto.Metrics;

/// <summary>The one list of what is known of a GPU's every second. The server keeps, the agent exports and the dashboard charts what
/// stands here: a new metric is its field in GpuReading, its row, where the agent reads it, and its chart where it is shown by default.</summary>
public static class MetricCatalogue
{
    /// <summary>By subject, in the order in which the agent's page has them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        .. ClockMetrics.Rows, .. RepairMetrics.Rows, .. LoadMetrics.Rows, .. MemoryErrorMetrics.Rows, .. PcieMetrics.Rows, .. NvLinkMetrics.Rows,
        .. PcieErrorMetrics.Rows, .. ThrottleMetrics.Rows,
    ];

    /// <summary>In the order of their ids, without gaps.</summary>
    public static IReadOnlyList<Metric> ById { get; } = [.. All.OrderBy(metric => metric.Id)];

    private static readonly Dictionary<string, Metric> ByName = All.ToDictionary(metric => metric.Name);

    public static int FirstId => ById[0].Id;

    /// <summary>Null where no metric has this name.</summary>
    public static Metric? Named(string name) => ByName.GetValueOrDefault(name);
}
