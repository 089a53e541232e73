namespace SovereignFleet.Proto.Metrics;

/// <summary>Errors of the PCIe link, counted since the driver was loaded.</summary>
internal static class PcieErrorMetrics
{
    public static readonly Metric[] Rows =
    [
        new(
            62, "pcie_correctable_errors", MetricUnit.None, "PCIe errors that were corrected (AER)",
            gpu => gpu.HasPcieCorrectableErrors ? gpu.PcieCorrectableErrors : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_pcie_correctable_errors_total")],
        },
        new(
            63, "pcie_nonfatal_errors", MetricUnit.None, "PCIe errors that were not fatal (AER)",
            gpu => gpu.HasPcieNonfatalErrors ? gpu.PcieNonfatalErrors : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_pcie_nonfatal_errors_total")],
        },
        new(64, "pcie_fatal_errors", MetricUnit.None, "PCIe errors that were fatal (AER)", gpu => gpu.HasPcieFatalErrors ? gpu.PcieFatalErrors : null)
        {
            Exports = [MetricExport.Counter("sovereignfleet_gpu_pcie_fatal_errors_total")],
        },
        new(65, "pcie_receiver_errors", MetricUnit.None, "PCIe receiver errors", gpu => gpu.HasPcieReceiverErrors ? gpu.PcieReceiverErrors : null),
        new(66, "pcie_bad_tlps", MetricUnit.None, "PCIe transaction layer packets that were bad", gpu => gpu.HasPcieBadTlps ? gpu.PcieBadTlps : null),
        new(67, "pcie_bad_dllps", MetricUnit.None, "PCIe data link layer packets that were bad", gpu => gpu.HasPcieBadDllps ? gpu.PcieBadDllps : null),
        new(68, "pcie_lcrc_errors", MetricUnit.None, "PCIe errors of the link CRC", gpu => gpu.HasPcieLcrcErrors ? gpu.PcieLcrcErrors : null),
        new(
            69, "pcie_naks_received", MetricUnit.None, "PCIe negative acknowledgements received",
            gpu => gpu.HasPcieNaksReceived ? gpu.PcieNaksReceived : null),
        new(70, "pcie_naks_sent", MetricUnit.None, "PCIe negative acknowledgements sent", gpu => gpu.HasPcieNaksSent ? gpu.PcieNaksSent : null),
    ];
}
