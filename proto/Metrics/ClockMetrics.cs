namespace SovereignFleet.Proto.Metrics;

/// <summary>Clocks, heat and power.</summary>
internal static class ClockMetrics
{
    private const double Milli = 1e3;

    public static readonly Metric[] Rows =
    [
        new(20, "sm_clock_mhz", MetricUnit.Megahertz, "SM clock", gpu => gpu.HasSmClockMhz ? gpu.SmClockMhz : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_SM_CLOCK", "MHz")],
        },
        new(21, "memory_clock_mhz", MetricUnit.Megahertz, "Memory clock", gpu => gpu.HasMemoryClockMhz ? gpu.MemoryClockMhz : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_MEM_CLOCK", "MHz")],
        },
        new(11, "memory_temperature_c", MetricUnit.Celsius, "Memory temperature", gpu => gpu.HasMemoryTemperatureC ? gpu.MemoryTemperatureC : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_MEMORY_TEMP", "degrees Celsius")],
        },
        new(10, "temperature_c", MetricUnit.Celsius, "GPU temperature", gpu => gpu.HasTemperatureC ? gpu.TemperatureC : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_GPU_TEMP", "degrees Celsius")],
            Chart = new("GPU temperature"),
        },
        new(
            12, "temperature_margin_c", MetricUnit.Celsius, "Degrees Celsius to the slowdown (T.Limit), signed",
            gpu => gpu.HasTemperatureMarginC ? gpu.TemperatureMarginC : null)
        {
            Exports = [MetricExport.Gauge("sovereignfleet_gpu_temperature_margin_celsius")],
        },
        new(13, "power_mw", MetricUnit.Milliwatts, "Power draw", gpu => gpu.HasPowerMw ? gpu.PowerMw : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_POWER_USAGE", "watts", Milli)],
            Chart = new("Power", Low: 0),
        },
        new(
            95, "power_instant_mw", MetricUnit.Milliwatts, "Power draw at the instant, where the driver tells it beside the mean",
            gpu => gpu.HasPowerInstantMw ? gpu.PowerInstantMw : null),
        new(14, "power_limit_mw", MetricUnit.Milliwatts, "Power limit in force", gpu => gpu.HasPowerLimitMw ? gpu.PowerLimitMw : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_POWER_MGMT_LIMIT", "watts", Milli)],
        },
        new(15, "energy_mj", MetricUnit.Millijoules, "Energy since the driver was loaded", gpu => gpu.HasEnergyMj ? gpu.EnergyMj : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "mJ")],
        },
        new(
            22, "clocks_event_reasons", MetricUnit.None, "Why clocks are held down: NVML's bit mask",
            gpu => gpu.HasClocksEventReasons ? gpu.ClocksEventReasons : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_CLOCK_THROTTLE_REASONS")],
        },
        new(
            41, "performance_state", MetricUnit.None, "Performance state, 0 the fastest",
            gpu => gpu.HasPerformanceState ? gpu.PerformanceState : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_PSTATE")],
        },
    ];
}
