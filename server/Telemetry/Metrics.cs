namespace SovereignFleet.Server.Telemetry;

/// <summary>The one list of what is kept of a GPU's every second.</summary>
internal static class Metrics
{
    /// <summary>In the order of their ids, without gaps.</summary>
    public static readonly IReadOnlyList<Metric> All =
    [
        new(10, "temperature_c", "°C", r => r.HasTemperatureC ? r.TemperatureC : null),
        new(11, "memory_temperature_c", "°C", r => r.HasMemoryTemperatureC ? r.MemoryTemperatureC : null),
        new(12, "temperature_margin_c", "°C", r => r.HasTemperatureMarginC ? r.TemperatureMarginC : null),
        new(13, "power_mw", "mW", r => r.HasPowerMw ? r.PowerMw : null),
        new(14, "power_limit_mw", "mW", r => r.HasPowerLimitMw ? r.PowerLimitMw : null),
        new(15, "energy_mj", "mJ", r => r.HasEnergyMj ? r.EnergyMj : null),
        new(16, "gpu_utilization_percent", "%", r => r.HasGpuUtilizationPercent ? r.GpuUtilizationPercent : null),
        new(17, "memory_utilization_percent", "%", r => r.HasMemoryUtilizationPercent ? r.MemoryUtilizationPercent : null),
        new(18, "memory_used_bytes", "bytes", r => r.HasMemoryUsedBytes ? r.MemoryUsedBytes : null),
        new(19, "memory_total_bytes", "bytes", r => r.HasMemoryTotalBytes ? r.MemoryTotalBytes : null),
        new(20, "sm_clock_mhz", "MHz", r => r.HasSmClockMhz ? r.SmClockMhz : null),
        new(21, "memory_clock_mhz", "MHz", r => r.HasMemoryClockMhz ? r.MemoryClockMhz : null),
        new(22, "clocks_event_reasons", "", r => r.HasClocksEventReasons ? r.ClocksEventReasons : null),
        new(23, "ecc_volatile_corrected", "", r => r.HasEccVolatileCorrected ? r.EccVolatileCorrected : null),
        new(24, "ecc_volatile_uncorrected", "", r => r.HasEccVolatileUncorrected ? r.EccVolatileUncorrected : null),
        new(25, "ecc_aggregate_corrected", "", r => r.HasEccAggregateCorrected ? r.EccAggregateCorrected : null),
        new(26, "ecc_aggregate_uncorrected", "", r => r.HasEccAggregateUncorrected ? r.EccAggregateUncorrected : null),
        new(27, "remapped_rows_corrected", "", r => r.HasRemappedRowsCorrected ? r.RemappedRowsCorrected : null),
        new(28, "remapped_rows_uncorrected", "", r => r.HasRemappedRowsUncorrected ? r.RemappedRowsUncorrected : null),
        new(29, "row_remap_pending", "", r => r.HasRowRemapPending ? r.RowRemapPending : null),
        new(30, "row_remap_failure", "", r => r.HasRowRemapFailure ? r.RowRemapFailure : null),
        new(31, "pcie_replays", "", r => r.HasPcieReplays ? r.PcieReplays : null),
        new(32, "pcie_generation", "", r => r.HasPcieGeneration ? r.PcieGeneration : null),
        new(33, "pcie_width", "", r => r.HasPcieWidth ? r.PcieWidth : null),
        new(34, "recovery_action", "", r => r.HasRecoveryAction ? r.RecoveryAction : null),
        new(35, "sram_threshold_exceeded", "", r => r.HasSramThresholdExceeded ? r.SramThresholdExceeded : null),
        new(36, "nvlink_crc_errors", "", r => r.HasNvlinkCrcErrors ? r.NvlinkCrcErrors : null),
        new(37, "nvlink_replays", "", r => r.HasNvlinkReplays ? r.NvlinkReplays : null),
        new(38, "nvlink_recoveries", "", r => r.HasNvlinkRecoveries ? r.NvlinkRecoveries : null),
        new(39, "encoder_utilization_percent", "%", r => r.HasEncoderUtilizationPercent ? r.EncoderUtilizationPercent : null),
        new(40, "decoder_utilization_percent", "%", r => r.HasDecoderUtilizationPercent ? r.DecoderUtilizationPercent : null),
        new(41, "performance_state", "", r => r.HasPerformanceState ? r.PerformanceState : null),
    ];

    private static readonly Dictionary<string, Metric> ByName = All.ToDictionary(metric => metric.Name);

    public static int FirstId => All[0].Id;

    /// <summary>Null where no metric has this name.</summary>
    public static Metric? Named(string name) => ByName.GetValueOrDefault(name);
}
