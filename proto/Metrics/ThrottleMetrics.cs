namespace SovereignFleet.Proto.Metrics;

/// <summary>For how long something held clocks down, since the driver was loaded, and the licence that may.</summary>
internal static class ThrottleMetrics
{
    private const double Nano = 1e9;

    public static readonly Metric[] Rows =
    [
        new(
            86, "throttle_power_ns", MetricUnit.Nanoseconds, "Clocks were held down by the power limit",
            gpu => gpu.HasThrottlePowerNs ? gpu.ThrottlePowerNs : null)
        {
            Exports =
            [
                MetricExport.Counter("DCGM_FI_DEV_POWER_VIOLATION", "ns"),
                MetricExport.Counter("sovereignfleet_gpu_power_throttle_seconds_total", "", Nano),
            ],
        },
        new(
            99, "violation_thermal_ns", MetricUnit.Nanoseconds, "Clocks were held down for heat",
            gpu => gpu.HasViolationThermalNs ? gpu.ViolationThermalNs : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_THERMAL_VIOLATION", "ns")],
        },
        new(
            100, "violation_sync_boost_ns", MetricUnit.Nanoseconds, "Clocks were held down by sync boost",
            gpu => gpu.HasViolationSyncBoostNs ? gpu.ViolationSyncBoostNs : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_SYNC_BOOST_VIOLATION", "ns")],
        },
        new(
            101, "violation_board_limit_ns", MetricUnit.Nanoseconds, "Clocks were held down by the board's limit",
            gpu => gpu.HasViolationBoardLimitNs ? gpu.ViolationBoardLimitNs : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_BOARD_LIMIT_VIOLATION", "ns")],
        },
        new(
            102, "violation_low_utilization_ns", MetricUnit.Nanoseconds, "Clocks were held down for want of load",
            gpu => gpu.HasViolationLowUtilizationNs ? gpu.ViolationLowUtilizationNs : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_LOW_UTIL_VIOLATION", "ns")],
        },
        new(
            103, "violation_reliability_ns", MetricUnit.Nanoseconds, "Clocks were held down by the board's reliability limit",
            gpu => gpu.HasViolationReliabilityNs ? gpu.ViolationReliabilityNs : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_RELIABILITY_VIOLATION", "ns")],
        },
        new(
            98, "vgpu_licensed", MetricUnit.None, "1 where the vGPU licence is in force; 0 where it is not or none is needed",
            gpu => gpu.HasVgpuLicensed ? gpu.VgpuLicensed : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_VGPU_LICENSE_STATUS")],
        },
        new(
            87, "throttle_sw_thermal_ns", MetricUnit.Nanoseconds, "Clocks were held down by the driver for heat",
            gpu => gpu.HasThrottleSwThermalNs ? gpu.ThrottleSwThermalNs : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_software_thermal_throttle_seconds_total", "", Nano)],
        },
        new(
            88, "throttle_hw_thermal_ns", MetricUnit.Nanoseconds, "Clocks were held down by the hardware for heat",
            gpu => gpu.HasThrottleHwThermalNs ? gpu.ThrottleHwThermalNs : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_hardware_thermal_throttle_seconds_total", "", Nano)],
        },
        new(
            89, "throttle_power_brake_ns", MetricUnit.Nanoseconds, "Clocks were held down by the external power brake",
            gpu => gpu.HasThrottlePowerBrakeNs ? gpu.ThrottlePowerBrakeNs : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_power_brake_throttle_seconds_total", "", Nano)],
        },
    ];
}
