using SovereignFleet.Proto.Link;

namespace SovereignFleet.Proto.Metrics;

/// <summary>NVLink over all links of the GPU, the fabric behind it, and the link to the processor.</summary>
internal static class NvLinkMetrics
{
    public static readonly Metric[] Rows =
    [
        new(37, "nvlink_replays", MetricUnit.None, "NVLink retries, all links", gpu => gpu.HasNvlinkReplays ? gpu.NvlinkReplays : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL")],
        },
        new(38, "nvlink_recoveries", MetricUnit.None, "NVLink recoveries, all links", gpu => gpu.HasNvlinkRecoveries ? gpu.NvlinkRecoveries : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL")],
        },
        new(
            36, "nvlink_crc_errors", MetricUnit.None, "NVLink CRC errors, control digits and data, all links",
            gpu => gpu.HasNvlinkCrcErrors ? gpu.NvlinkCrcErrors : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_nvlink_crc_errors_total")],
        },
        new(
            97, "nvlink_crc_data_errors", MetricUnit.None, "NVLink CRC errors of data, all links",
            gpu => gpu.HasNvlinkCrcDataErrors ? gpu.NvlinkCrcDataErrors : null)
        {
            Exports =
            [
                MetricExport.Counter("DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL") with
                {
                    Meaning = "NVLink CRC errors of flow control digits, all links", Read = FlitErrors,
                },
                MetricExport.Counter("DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL"),
            ],
        },
        new(
            77, "nvlink_malformed_packets", MetricUnit.None, "NVLink 5 packets that came malformed, all links",
            gpu => gpu.HasNvlinkMalformedPackets ? gpu.NvlinkMalformedPackets : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_NVLINK_COUNT_RX_MALFORMED_PACKET_ERRORS")],
        },
        new(
            78, "nvlink_receive_errors", MetricUnit.None, "NVLink 5 errors in receiving, all links",
            gpu => gpu.HasNvlinkReceiveErrors ? gpu.NvlinkReceiveErrors : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_NVLINK_COUNT_RX_ERRORS")],
        },
        new(
            76, "nvlink_integrity_errors", MetricUnit.None, "NVLink 5 integrity errors, all links",
            gpu => gpu.HasNvlinkIntegrityErrors ? gpu.NvlinkIntegrityErrors : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_NVLINK_COUNT_LOCAL_LINK_INTEGRITY_ERRORS")],
        },
        new(
            75, "nvlink_failed_recoveries", MetricUnit.None, "NVLink 5 recoveries that failed, all links",
            gpu => gpu.HasNvlinkFailedRecoveries ? gpu.NvlinkFailedRecoveries : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_FAILED_EVENTS")],
        },
        new(
            79, "nvlink_effective_ber", MetricUnit.None, "Effective bit error rate of the worst NVLink 5: NVML's coding, mantissa << 8 | exponent",
            gpu => gpu.HasNvlinkEffectiveBer ? gpu.NvlinkEffectiveBer : null),
        new(
            80, "nvlink_symbol_ber", MetricUnit.None, "Symbol bit error rate of the worst NVLink 5: NVML's coding, mantissa << 8 | exponent",
            gpu => gpu.HasNvlinkSymbolBer ? gpu.NvlinkSymbolBer : null),
        new(73, "nvlink_links_up", MetricUnit.None, "NVLink links that are up", gpu => gpu.HasNvlinkLinksUp ? gpu.NvlinkLinksUp : null)
        {
            Exports = [MetricExport.Gauge("sovereignfleet_gpu_nvlink_links_up")],
        },
        new(
            74, "nvlink_links_down", MetricUnit.None, "NVLink links that are present and not up",
            gpu => gpu.HasNvlinkLinksDown ? gpu.NvlinkLinksDown : null)
        {
            Exports = [MetricExport.Gauge("sovereignfleet_gpu_nvlink_links_down")],
        },
        new(81, "nvlink_tx_bytes", MetricUnit.Bytes, "Sent by NVLink, all links", gpu => gpu.HasNvlinkTxBytes ? gpu.NvlinkTxBytes : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_nvlink_transmit_bytes_total")],
        },
        new(82, "nvlink_rx_bytes", MetricUnit.Bytes, "Received by NVLink, all links", gpu => gpu.HasNvlinkRxBytes ? gpu.NvlinkRxBytes : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_nvlink_receive_bytes_total")],
        },
        new(
            83, "fabric_state", MetricUnit.None, "Registration with the NVLink fabric: 0 not supported, 1 not started, 2 in progress, 3 completed",
            gpu => gpu.HasFabricState ? gpu.FabricState : null),
        new(
            104, "fabric_status", MetricUnit.None, "NVML's return code of the registration with the fabric, 0 is success",
            gpu => gpu.HasFabricStatus ? gpu.FabricStatus : null),
        new(
            84, "fabric_health", MetricUnit.None, "Health of the GPU's place in the NVLink fabric: NVML's mask, two bits each",
            gpu => gpu.HasFabricHealth ? gpu.FabricHealth : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_FABRIC_HEALTH_MASK")],
        },
        new(
            85, "c2c_errors", MetricUnit.None, "Errors and replays of the chip-to-chip link to the processor",
            gpu => gpu.HasC2CErrors ? gpu.C2CErrors : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_c2c_errors_total")],
        },
    ];

    private static long? FlitErrors(GpuReading gpu) => gpu.HasNvlinkCrcErrors && gpu.HasNvlinkCrcDataErrors
        ? gpu.NvlinkCrcErrors - gpu.NvlinkCrcDataErrors
        : null;
}
