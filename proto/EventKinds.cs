namespace SovereignFleet.Proto;

/// <summary>The kinds of an Event: those of the replay format, and those that only the link knows.</summary>
public static class EventKinds
{
    public const string Xid = "xid";
    public const string Sxid = "sxid";

    /// <summary>The driver lost the GPU without an XID line ("fallen off the bus" in three lines).</summary>
    public const string FallenOffBus = "fallen_off_bus";

    /// <summary>NVML or XID 154: code is the new recovery action.</summary>
    public const string RecoveryAction = "recovery_action";

    public const string EccCorrected = "ecc_corrected";
    public const string EccUncorrected = "ecc_uncorrected";

    /// <summary>NVML: corrected errors come faster than it tells them one by one.</summary>
    public const string EccStorm = "ecc_storm";

    /// <summary>NVML: a page was retired or a row remapped; the GPU's counters tell which and whether it waits for a reset.</summary>
    public const string DramRetirement = "dram_retirement";

    public const string RowRemapCorrected = "row_remap_corrected";
    public const string RowRemapUncorrected = "row_remap_uncorrected";
    public const string RowRemapPending = "row_remap_pending";
    public const string RowRemapFailure = "row_remap_failure";
    public const string BmcSel = "bmc_sel";
    public const string Reboot = "reboot";
    public const string GpuReset = "gpu_reset";
    public const string GpuReplaced = "gpu_replaced";
    public const string AgentSilent = "agent_silent";

    /// <summary>A kernel-log line of the GPU driver that no parser knows: kept as it is.</summary>
    public const string DriverMessage = "driver_message";

    /// <summary>Records of the kernel's log were overwritten before they were read; detail lost says how many.</summary>
    public const string KernelLogLoss = "kernel_log_loss";

    public const string AgentStarted = "agent_started";
    public const string SensorFailed = "sensor_failed";
    public const string SensorRecovered = "sensor_recovered";
    public const string SpoolLoss = "spool_loss";

    /// <summary>The server did not take a Frame: no time, or a time that cannot be.</summary>
    public const string FrameRefused = "frame_refused";
}
