using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Metrics;

namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>What tells of one GPU's wear over time, charted on its own page alone: for a whole Host it would be noise.</summary>
internal static class GpuHistory
{
    public static readonly IReadOnlyList<ChartMetric> All =
    [
        Of("ecc_volatile_corrected", "ECC corrected, since the driver's start"),
        Of("ecc_volatile_uncorrected", "ECC uncorrected, since the driver's start"),
        Of("remapped_rows_corrected", "Rows remapped for corrected errors"),
        Of("remapped_rows_uncorrected", "Rows remapped for uncorrected errors"),
        Of("memory_temperature_c", "Memory temperature", low: null),
        Of("sm_clock_mhz", "SM clock"),
        Of("memory_clock_mhz", "Memory clock"),
        Of("nvlink_crc_errors", "NVLink CRC errors"),
        Of("nvlink_replays", "NVLink replays"),
    ];

    /// <summary>From where on it is too much, in the shown unit; null: nothing says so of this metric.</summary>
    public static double? Limit(string metric, Gpu gpu) => metric switch
    {
        "temperature_c" when gpu.HasSlowdownC => gpu.SlowdownC,
        // The first one means wrong data.
        "ecc_volatile_uncorrected" or "remapped_rows_uncorrected" => 1,
        _ => null,
    };

    private static ChartMetric Of(string name, string title, double? low = 0) =>
        new(MetricIndex.Named(name) ?? throw new InvalidOperationException($"The catalogue has no metric {name}."), new MetricChart(title, low));
}
