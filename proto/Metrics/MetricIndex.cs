namespace SovereignFleet.Proto.Metrics;

/// <summary>The catalogue by id and by name: for who keeps metrics and who looks them up. The agent needs neither, and is spared both.</summary>
public static class MetricIndex
{
    private static readonly Dictionary<string, Metric> ByName = MetricCatalogue.All.ToDictionary(metric => metric.Name);

    /// <summary>In the order of their ids, without gaps.</summary>
    public static IReadOnlyList<Metric> ById { get; } = [.. MetricCatalogue.All.OrderBy(metric => metric.Id)];

    public static int FirstId => ById[0].Id;

    /// <summary>Null where no metric has this name.</summary>
    public static Metric? Named(string name) => ByName.GetValueOrDefault(name);
}
