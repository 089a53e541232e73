namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>One chart of a Host: which reading, under which title, in which unit.</summary>
/// <param name="Field">The field's name in GpuReading.</param>
/// <param name="Divisor">What to divide the stored value by to get the shown unit.</param>
/// <param name="Low">The fixed lower end of the axis; null: as the data has it.</param>
/// <param name="High">The fixed upper end of the axis; null: as the data has it.</param>
public sealed record ChartMetric(string Field, string Title, string Unit, double Divisor, double? Low, double? High)
{
    internal static readonly IReadOnlyList<ChartMetric> All =
    [
        new("temperature_c", "GPU temperature", "°C", 1, null, null),
        new("power_mw", "Power", "W", 1000, 0, null),
        new("gpu_utilization_percent", "Busy", "%", 1, 0, 100),
        new("memory_used_bytes", "Memory used", "GiB", 1024.0 * 1024 * 1024, 0, null),
    ];
}
