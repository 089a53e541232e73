namespace SovereignFleet.Proto.Metrics;

/// <summary>The PCIe link as it is; its errors are PcieErrorMetrics.</summary>
internal static class PcieMetrics
{
    public static readonly Metric[] Rows =
    [
        new(31, "pcie_replays", MetricUnit.None, "PCIe retries", gpu => gpu.HasPcieReplays ? gpu.PcieReplays : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_PCIE_REPLAY_COUNTER")],
        },
        new(32, "pcie_generation", MetricUnit.None, "PCIe generation in use", gpu => gpu.HasPcieGeneration ? gpu.PcieGeneration : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_PCIE_LINK_GEN")],
        },
        new(33, "pcie_width", MetricUnit.None, "PCIe lanes in use", gpu => gpu.HasPcieWidth ? gpu.PcieWidth : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_PCIE_LINK_WIDTH")],
        },
        new(
            60, "pcie_replay_rollovers", MetricUnit.None, "Times that the counter of PCIe retries passed its end, since the driver was loaded",
            gpu => gpu.HasPcieReplayRollovers ? gpu.PcieReplayRollovers : null),
        new(
            61, "pcie_recoveries", MetricUnit.None, "Times that the PCIe link went from L0 to recovery, since the driver was loaded",
            gpu => gpu.HasPcieRecoveries ? gpu.PcieRecoveries : null),
        new(71, "pcie_tx_bytes", MetricUnit.Bytes, "Sent over PCIe, since the driver was loaded", gpu => gpu.HasPcieTxBytes ? gpu.PcieTxBytes : null),
        new(
            72, "pcie_rx_bytes", MetricUnit.Bytes, "Received over PCIe, since the driver was loaded",
            gpu => gpu.HasPcieRxBytes ? gpu.PcieRxBytes : null),
    ];
}
