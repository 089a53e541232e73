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

    /// <summary>The limit that all of some GPUs have, in the shown unit; null: nothing says so of this metric, or they differ.</summary>
    public static double? Limit(string metric, IReadOnlyList<Gpu> gpus) =>
        gpus.Select(gpu => Limit(metric, gpu)).Distinct().ToArray() is [var one] ? one : null;

    /// <summary>From where on it is too much or is held back, in the shown unit; null: nothing says so of this metric.</summary>
    public static double? Limit(string metric, Gpu gpu) => metric switch
    {
        "temperature_c" when gpu.HasSlowdownC => gpu.SlowdownC,
        "memory_temperature_c" when gpu.HasMemoryMaxC => gpu.MemoryMaxC,
        "power_mw" when gpu.HasPowerLimitW => gpu.PowerLimitW,
        "memory_used_bytes" when gpu.HasMemoryTotalBytes => gpu.MemoryTotalBytes / (1024.0 * 1024 * 1024),
        // The first one means wrong data.
        "ecc_volatile_uncorrected" or "remapped_rows_uncorrected" => 1,
        _ => null,
    };

    private static ChartMetric Of(string name, string title, double? low = 0) =>
        new(MetricIndex.Named(name) ?? throw new InvalidOperationException($"The catalogue has no metric {name}."), new MetricChart(title, low));
}
