namespace SovereignFleet.Proto.Metrics;

/// <summary>What the driver asks for.</summary>
internal static class RepairMetrics
{
    public static readonly Metric[] Rows =
    [
        new(
            34, "recovery_action", MetricUnit.None, "What the driver asks for: 0 none, 1 GPU reset, 2 reboot, 3 drain P2P, 4 drain and reset",
            gpu => gpu.HasRecoveryAction ? gpu.RecoveryAction : null)
        {
            Exports = [MetricExport.Gauge("sovereignfleet_gpu_recovery_action")],
        },
        new(
            35, "sram_threshold_exceeded", MetricUnit.None, "1 where the SRAM error threshold was passed",
            gpu => gpu.HasSramThresholdExceeded ? gpu.SramThresholdExceeded : null)
        {
            Exports = [MetricExport.Gauge("sovereignfleet_gpu_sram_threshold_exceeded")],
        },
        new(
            58, "channel_repair_pending", MetricUnit.None, "1 where a memory channel waits for a reset to be repaired",
            gpu => gpu.HasChannelRepairPending ? gpu.ChannelRepairPending : null),
        new(
            59, "tpc_repair_pending", MetricUnit.None, "1 where a TPC waits for a reset to be repaired",
            gpu => gpu.HasTpcRepairPending ? gpu.TpcRepairPending : null),
    ];
}
