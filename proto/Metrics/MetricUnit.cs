namespace SovereignFleet.Proto.Metrics;

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
