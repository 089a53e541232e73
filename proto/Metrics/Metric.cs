using SovereignFleet.Proto.Link;

namespace SovereignFleet.Proto.Metrics;

/// <summary>One number of a GPU that is read each second, kept, exported and charted.</summary>
/// <param name="Id">The field number in GpuReading: what a stored block calls it. Never renumbered.</param>
/// <param name="Name">The field name in GpuReading, which is also its name in the API.</param>
/// <param name="Meaning">What it is, for a person, without a full stop.</param>
/// <param name="Read">Null where the GPU did not say.</param>
public sealed record Metric(int Id, string Name, MetricUnit Unit, string Meaning, Func<GpuReading, long?> Read)
{
    /// <summary>The names under which the agent's /metrics tells it; none: it does not.</summary>
    public IReadOnlyList<MetricExport> Exports { get; init; } = [];

    /// <summary>How a Host's page charts it without being asked to; null: it does not.</summary>
    public MetricChart? Chart { get; init; }
}

/// <param name="Title">Short: "Power".</param>
/// <param name="Low">The fixed lower end of the axis, in the shown unit; null: as the data has it.</param>
/// <param name="High">The fixed upper end of the axis, in the shown unit; null: as the data has it.</param>
public sealed record MetricChart(string Title, double? Low = null, double? High = null);

/// <summary>In what a metric is counted, and how it is shown to a person.</summary>
/// <param name="Stored">"mW": of the number in GpuReading, in a block and in the API. Empty: a count or a code.</param>
/// <param name="Shown">"W": of the number on a chart.</param>
/// <param name="Divisor">What the stored number is divided by for the shown one.</param>
public sealed record MetricUnit(string Stored, string Shown, double Divisor)
{
    public static readonly MetricUnit None = new("", "", 1);
    public static readonly MetricUnit Celsius = new("°C", "°C", 1);
    public static readonly MetricUnit Milliwatts = new("mW", "W", 1000);
    public static readonly MetricUnit Millijoules = new("mJ", "kJ", 1e6);
    public static readonly MetricUnit Percent = new("%", "%", 1);
    public static readonly MetricUnit Permille = new("‰", "%", 10);
    public static readonly MetricUnit Bytes = new("bytes", "GiB", 1024.0 * 1024 * 1024);
    public static readonly MetricUnit Megahertz = new("MHz", "MHz", 1);
    public static readonly MetricUnit Nanoseconds = new("ns", "s", 1e9);
}
