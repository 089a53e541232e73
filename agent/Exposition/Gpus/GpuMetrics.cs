using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>The metrics of one GPU, one field each. The names and units of dcgm-exporter are those of its default list with the ECC,
/// retirement and remapping families switched on: etc/default-counters.csv of NVIDIA/dcgm-exporter.</summary>
internal static class GpuMetrics
{
    private const double Milli = 1e3;
    private const double Nano = 1e9;
    private const double Mebi = 1 << 20;

    public static IReadOnlyList<GpuMetric> All { get; } =
    [
        // Clocks, heat, power
        Gauge("DCGM_FI_DEV_SM_CLOCK", "SM clock, MHz.", gpu => gpu.HasSmClockMhz ? gpu.SmClockMhz : null),
        Gauge("DCGM_FI_DEV_MEM_CLOCK", "Memory clock, MHz.", gpu => gpu.HasMemoryClockMhz ? gpu.MemoryClockMhz : null),
        Gauge("DCGM_FI_DEV_MEMORY_TEMP", "Memory temperature, degrees Celsius.", gpu => gpu.HasMemoryTemperatureC ? gpu.MemoryTemperatureC : null),
        Gauge("DCGM_FI_DEV_GPU_TEMP", "GPU temperature, degrees Celsius.", gpu => gpu.HasTemperatureC ? gpu.TemperatureC : null),
        Gauge("DCGM_FI_DEV_POWER_USAGE", "Power draw, watts.", gpu => gpu.HasPowerMw ? gpu.PowerMw : null, Milli),
        Gauge("DCGM_FI_DEV_POWER_MGMT_LIMIT", "Power limit in force, watts.", gpu => gpu.HasPowerLimitMw ? gpu.PowerLimitMw : null, Milli),
        Counter("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "Energy since the driver was loaded, mJ.", gpu => gpu.HasEnergyMj ? gpu.EnergyMj : null),
        Gauge(
            "DCGM_FI_DEV_CLOCK_THROTTLE_REASONS", "Why clocks are held down: NVML's bit mask.",
            gpu => gpu.HasClocksEventReasons ? gpu.ClocksEventReasons : null),
        Gauge("DCGM_FI_DEV_PSTATE", "Performance state, 0 the fastest.", gpu => gpu.HasPerformanceState ? gpu.PerformanceState : null),

        // Load
        Gauge("DCGM_FI_DEV_GPU_UTIL", "GPU utilization, percent.", gpu => gpu.HasGpuUtilizationPercent ? gpu.GpuUtilizationPercent : null),
        Gauge(
            "DCGM_FI_DEV_MEM_COPY_UTIL", "Memory utilization, percent.",
            gpu => gpu.HasMemoryUtilizationPercent ? gpu.MemoryUtilizationPercent : null),
        Gauge(
            "DCGM_FI_DEV_ENC_UTIL", "Encoder utilization, percent.",
            gpu => gpu.HasEncoderUtilizationPercent ? gpu.EncoderUtilizationPercent : null),
        Gauge(
            "DCGM_FI_DEV_DEC_UTIL", "Decoder utilization, percent.",
            gpu => gpu.HasDecoderUtilizationPercent ? gpu.DecoderUtilizationPercent : null),
        Gauge("DCGM_FI_DEV_FB_FREE", "Framebuffer memory free, MiB.", FreeBytes, Mebi) with { ReadInstance = FreeBytes },
        Gauge("DCGM_FI_DEV_FB_USED", "Framebuffer memory used, MiB.", gpu => gpu.HasMemoryUsedBytes ? gpu.MemoryUsedBytes : null, Mebi)
            with { ReadInstance = one => one.HasMemoryUsedBytes ? (long)one.MemoryUsedBytes : null },
        Gauge("DCGM_FI_DEV_FB_TOTAL", "Framebuffer memory in all, MiB.", gpu => gpu.HasMemoryTotalBytes ? gpu.MemoryTotalBytes : null, Mebi)
            with { ReadInstance = one => one.HasMemoryTotalBytes ? (long)one.MemoryTotalBytes : null },
        Gauge("DCGM_FI_DEV_FB_RESERVED", "Framebuffer memory reserved, MiB.", gpu => gpu.HasMemoryReservedBytes ? gpu.MemoryReservedBytes : null, Mebi)
            with { ReadInstance = one => one.HasMemoryReservedBytes ? (long)one.MemoryReservedBytes : null },
        Gauge(
            "DCGM_FI_PROF_GR_ENGINE_ACTIVE", "Share of time in which the graphics engine is active.",
            gpu => gpu.HasGraphicsActivePermille ? gpu.GraphicsActivePermille : null, Milli),
        Gauge(
            "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "Share of cycles in which a tensor pipe is active.",
            gpu => gpu.HasTensorActivePermille ? gpu.TensorActivePermille : null, Milli),
        Gauge(
            "DCGM_FI_PROF_DRAM_ACTIVE", "Share of cycles in which the device memory moves data.",
            gpu => gpu.HasDramActivePermille ? gpu.DramActivePermille : null, Milli),

        // Errors
        Counter(
            "DCGM_FI_DEV_ECC_SBE_VOL_TOTAL", "Corrected ECC errors since the driver was loaded.",
            gpu => gpu.HasEccVolatileCorrected ? gpu.EccVolatileCorrected : null),
        Counter(
            "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL", "Uncorrected ECC errors since the driver was loaded.",
            gpu => gpu.HasEccVolatileUncorrected ? gpu.EccVolatileUncorrected : null),
        Counter(
            "DCGM_FI_DEV_ECC_SBE_AGG_TOTAL", "Corrected ECC errors over the board's life.",
            gpu => gpu.HasEccAggregateCorrected ? gpu.EccAggregateCorrected : null),
        Counter(
            "DCGM_FI_DEV_ECC_DBE_AGG_TOTAL", "Uncorrected ECC errors over the board's life.",
            gpu => gpu.HasEccAggregateUncorrected ? gpu.EccAggregateUncorrected : null),
        Counter(
            "DCGM_FI_DEV_RETIRED_SBE", "Pages retired for corrected errors.",
            gpu => gpu.HasRetiredPagesCorrected ? gpu.RetiredPagesCorrected : null),
        Counter(
            "DCGM_FI_DEV_RETIRED_DBE", "Pages retired for uncorrected errors.",
            gpu => gpu.HasRetiredPagesUncorrected ? gpu.RetiredPagesUncorrected : null),
        Counter("DCGM_FI_DEV_RETIRED_PENDING", "Pages that wait for retirement.", gpu => gpu.HasRetiredPagesPending ? gpu.RetiredPagesPending : null),
        Counter(
            "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", "Rows remapped for uncorrected errors.",
            gpu => gpu.HasRemappedRowsUncorrected ? gpu.RemappedRowsUncorrected : null),
        Counter(
            "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS", "Rows remapped for corrected errors.",
            gpu => gpu.HasRemappedRowsCorrected ? gpu.RemappedRowsCorrected : null),
        Gauge("DCGM_FI_DEV_ROW_REMAP_FAILURE", "1 where a row could not be remapped.", gpu => gpu.HasRowRemapFailure ? gpu.RowRemapFailure : null),
        Gauge(
            "DCGM_FI_DEV_ROW_REMAP_PENDING", "1 where a row waits for a reset to be remapped.",
            gpu => gpu.HasRowRemapPending ? gpu.RowRemapPending : null),
        Gauge(
            "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_MAX", "Memory banks with all their spare rows.",
            gpu => gpu.HasRemapBanksMax ? gpu.RemapBanksMax : null),
        Gauge(
            "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_HIGH", "Memory banks with most of their spare rows.",
            gpu => gpu.HasRemapBanksHigh ? gpu.RemapBanksHigh : null),
        Gauge(
            "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_PARTIAL", "Memory banks with some of their spare rows.",
            gpu => gpu.HasRemapBanksPartial ? gpu.RemapBanksPartial : null),
        Gauge("DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_LOW", "Memory banks with few spare rows.", gpu => gpu.HasRemapBanksLow ? gpu.RemapBanksLow : null),
        Gauge("DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_NONE", "Memory banks with no spare row.", gpu => gpu.HasRemapBanksNone ? gpu.RemapBanksNone : null),

        // Links
        Counter("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "PCIe retries.", gpu => gpu.HasPcieReplays ? gpu.PcieReplays : null),
        Gauge("DCGM_FI_DEV_PCIE_LINK_GEN", "PCIe generation in use.", gpu => gpu.HasPcieGeneration ? gpu.PcieGeneration : null),
        Gauge("DCGM_FI_DEV_PCIE_LINK_WIDTH", "PCIe lanes in use.", gpu => gpu.HasPcieWidth ? gpu.PcieWidth : null),
        Counter("DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL", "NVLink retries, all links.", gpu => gpu.HasNvlinkReplays ? gpu.NvlinkReplays : null),
        Counter(
            "DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL", "NVLink recoveries, all links.",
            gpu => gpu.HasNvlinkRecoveries ? gpu.NvlinkRecoveries : null),

        Counter("DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL", "NVLink CRC errors of flow control digits, all links.", FlitErrors),
        Counter(
            "DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL", "NVLink CRC errors of data, all links.",
            gpu => gpu.HasNvlinkCrcDataErrors ? gpu.NvlinkCrcDataErrors : null),

        Counter(
            "DCGM_FI_DEV_NVLINK_COUNT_RX_MALFORMED_PACKET_ERRORS", "NVLink 5 packets that came malformed, all links.",
            gpu => gpu.HasNvlinkMalformedPackets ? gpu.NvlinkMalformedPackets : null),
        Counter(
            "DCGM_FI_DEV_NVLINK_COUNT_RX_ERRORS", "NVLink 5 errors in receiving, all links.",
            gpu => gpu.HasNvlinkReceiveErrors ? gpu.NvlinkReceiveErrors : null),
        Counter(
            "DCGM_FI_DEV_NVLINK_COUNT_LOCAL_LINK_INTEGRITY_ERRORS", "NVLink 5 integrity errors, all links.",
            gpu => gpu.HasNvlinkIntegrityErrors ? gpu.NvlinkIntegrityErrors : null),
        Counter(
            "DCGM_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_FAILED_EVENTS", "NVLink 5 recoveries that failed, all links.",
            gpu => gpu.HasNvlinkFailedRecoveries ? gpu.NvlinkFailedRecoveries : null),

        Gauge(
            "DCGM_FI_DEV_FABRIC_HEALTH_MASK", "Health of the GPU's place in the NVLink fabric: NVML's mask, two bits each.",
            gpu => gpu.HasFabricHealth ? gpu.FabricHealth : null),

        // What holds clocks down
        Counter(
            "DCGM_FI_DEV_POWER_VIOLATION", "Clocks were held down by the power limit, ns.",
            gpu => gpu.HasThrottlePowerNs ? gpu.ThrottlePowerNs : null),
        Counter(
            "DCGM_FI_DEV_THERMAL_VIOLATION", "Clocks were held down for heat, ns.",
            gpu => gpu.HasViolationThermalNs ? gpu.ViolationThermalNs : null),
        Counter(
            "DCGM_FI_DEV_SYNC_BOOST_VIOLATION", "Clocks were held down by sync boost, ns.",
            gpu => gpu.HasViolationSyncBoostNs ? gpu.ViolationSyncBoostNs : null),
        Counter(
            "DCGM_FI_DEV_BOARD_LIMIT_VIOLATION", "Clocks were held down by the board's limit, ns.",
            gpu => gpu.HasViolationBoardLimitNs ? gpu.ViolationBoardLimitNs : null),
        Counter(
            "DCGM_FI_DEV_LOW_UTIL_VIOLATION", "Clocks were held down for want of load, ns.",
            gpu => gpu.HasViolationLowUtilizationNs ? gpu.ViolationLowUtilizationNs : null),
        Counter(
            "DCGM_FI_DEV_RELIABILITY_VIOLATION", "Clocks were held down by the board's reliability limit, ns.",
            gpu => gpu.HasViolationReliabilityNs ? gpu.ViolationReliabilityNs : null),
        Gauge(
            "DCGM_FI_DEV_VGPU_LICENSE_STATUS", "1 where the vGPU licence is in force; 0 where it is not or none is needed.",
            gpu => gpu.HasVgpuLicensed ? gpu.VgpuLicensed : null),

        // DCGM has no name, or another unit, for these.
        Gauge(
            "sovereignfleet_gpu_temperature_margin_celsius", "Degrees Celsius to the slowdown (T.Limit), signed.",
            gpu => gpu.HasTemperatureMarginC ? gpu.TemperatureMarginC : null),
        Gauge(
            "sovereignfleet_gpu_recovery_action", "What the driver asks for: 0 none, 1 GPU reset, 2 reboot, 3 drain P2P, 4 drain and reset.",
            gpu => gpu.HasRecoveryAction ? gpu.RecoveryAction : null),
        Gauge(
            "sovereignfleet_gpu_sram_threshold_exceeded", "1 where the SRAM error threshold was passed.",
            gpu => gpu.HasSramThresholdExceeded ? gpu.SramThresholdExceeded : null),
        Gauge(
            "sovereignfleet_gpu_compute_processes", "Processes that compute on the GPU.",
            gpu => gpu.HasComputeProcesses ? gpu.ComputeProcesses : null),
        Counter(
            "sovereignfleet_gpu_nvlink_crc_errors_total", "NVLink CRC errors, control digits and data, all links.",
            gpu => gpu.HasNvlinkCrcErrors ? gpu.NvlinkCrcErrors : null),
        Gauge("sovereignfleet_gpu_nvlink_links_up", "NVLink links that are up.", gpu => gpu.HasNvlinkLinksUp ? gpu.NvlinkLinksUp : null),
        Gauge(
            "sovereignfleet_gpu_nvlink_links_down", "NVLink links that are present and not up.",
            gpu => gpu.HasNvlinkLinksDown ? gpu.NvlinkLinksDown : null),
        Counter(
            "sovereignfleet_gpu_nvlink_transmit_bytes_total", "Sent by NVLink, all links.",
            gpu => gpu.HasNvlinkTxBytes ? gpu.NvlinkTxBytes : null),
        Counter(
            "sovereignfleet_gpu_nvlink_receive_bytes_total", "Received by NVLink, all links.",
            gpu => gpu.HasNvlinkRxBytes ? gpu.NvlinkRxBytes : null),
        Counter(
            "sovereignfleet_gpu_c2c_errors_total", "Errors and replays of the chip-to-chip link to the processor.",
            gpu => gpu.HasC2CErrors ? gpu.C2CErrors : null),
        Counter(
            "sovereignfleet_gpu_pcie_correctable_errors_total", "PCIe errors that were corrected (AER).",
            gpu => gpu.HasPcieCorrectableErrors ? gpu.PcieCorrectableErrors : null),
        Counter(
            "sovereignfleet_gpu_pcie_nonfatal_errors_total", "PCIe errors that were not fatal (AER).",
            gpu => gpu.HasPcieNonfatalErrors ? gpu.PcieNonfatalErrors : null),
        Counter(
            "sovereignfleet_gpu_pcie_fatal_errors_total", "PCIe errors that were fatal (AER).",
            gpu => gpu.HasPcieFatalErrors ? gpu.PcieFatalErrors : null),
        Counter(
            "sovereignfleet_gpu_power_throttle_seconds_total", "Clocks were held down by the power limit.",
            gpu => gpu.HasThrottlePowerNs ? gpu.ThrottlePowerNs : null, Nano),
        Counter(
            "sovereignfleet_gpu_software_thermal_throttle_seconds_total", "Clocks were held down by the driver for heat.",
            gpu => gpu.HasThrottleSwThermalNs ? gpu.ThrottleSwThermalNs : null, Nano),
        Counter(
            "sovereignfleet_gpu_hardware_thermal_throttle_seconds_total", "Clocks were held down by the hardware for heat.",
            gpu => gpu.HasThrottleHwThermalNs ? gpu.ThrottleHwThermalNs : null, Nano),
        Counter(
            "sovereignfleet_gpu_power_brake_throttle_seconds_total", "Clocks were held down by the external power brake.",
            gpu => gpu.HasThrottlePowerBrakeNs ? gpu.ThrottlePowerBrakeNs : null, Nano),
    ];

    private static long? FreeBytes(GpuReading gpu) => gpu.HasMemoryTotalBytes && gpu.HasMemoryUsedBytes
        ? Math.Max(0, gpu.MemoryTotalBytes - gpu.MemoryUsedBytes - gpu.MemoryReservedBytes)
        : null;

    private static long? FreeBytes(InstanceReading one) => one.HasMemoryTotalBytes && one.HasMemoryUsedBytes
        ? Math.Max(0, (long)(one.MemoryTotalBytes - one.MemoryUsedBytes - one.MemoryReservedBytes))
        : null;

    private static long? FlitErrors(GpuReading gpu) => gpu.HasNvlinkCrcErrors && gpu.HasNvlinkCrcDataErrors
        ? gpu.NvlinkCrcErrors - gpu.NvlinkCrcDataErrors
        : null;

    private static GpuMetric Gauge(string name, string help, Func<GpuReading, long?> read, double unit = 1) =>
        new(name, MetricType.Gauge, help, read, unit);

    private static GpuMetric Counter(string name, string help, Func<GpuReading, long?> read, double unit = 1) =>
        new(name, MetricType.Counter, help, read, unit);
}
