namespace SovereignFleet.Proto.Link;

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

    /// <summary>The Host's own memory (EDAC, or the firmware): count is the number of errors, detail dimm the module.</summary>
    public const string HostMemoryCorrected = "host_memory_corrected";
    public const string HostMemoryUncorrected = "host_memory_uncorrected";

    /// <summary>What the kernel did with a page of the Host's memory that it lost.</summary>
    public const string HostMemoryFailure = "host_memory_failure";

    /// <summary>A machine check of a processor; detail severity is corrected or uncorrected.</summary>
    public const string MachineCheck = "machine_check";

    /// <summary>PCIe advanced error reporting; detail severity is corrected, nonfatal or fatal, detail device the reporter.</summary>
    public const string PcieError = "pcie_aer";

    /// <summary>The kernel tried to bring a PCIe device back after an error; detail outcome.</summary>
    public const string PcieRecovery = "pcie_recovery";

    /// <summary>A PCIe port cut off what is behind it (downstream port containment).</summary>
    public const string PcieContainment = "pcie_containment";

    /// <summary>A warning or an error of NVIDIA's Fabric Manager; detail level. Code is the SXid where it tells of one.</summary>
    public const string FabricManager = "fabric_manager";

    /// <summary>Detail disk, and error: controller_down, timeout, timeout_reset, reset, removed, media, io, ...</summary>
    public const string NvmeError = "nvme_error";

    /// <summary>A network card that says it is unwell (mlx5); detail severity, and error: firmware, firmware_silent, fatal, overheated, module, ...</summary>
    public const string NicError = "nic_error";

    /// <summary>A network interface, or a PCIe slot (detail link: network or pcie).</summary>
    public const string LinkDown = "link_down";
    public const string LinkUp = "link_up";

    /// <summary>The kernel killed a process for want of memory; detail process.</summary>
    public const string OutOfMemory = "out_of_memory";

    /// <summary>A process that ended by a fault of its own, such as a segmentation fault; detail process, pid, fault and library.</summary>
    public const string ProcessCrash = "process_crash";

    /// <summary>A task that the kernel finds stuck, or a processor that is kept; detail gpu_driver is true where it is inside the GPU driver.</summary>
    public const string HungTask = "hung_task";

    /// <summary>A fault of the kernel's own code, or its panic; detail what, and gpu_driver where it is inside the GPU driver.</summary>
    public const string KernelOops = "kernel_oops";

    public const string AgentStarted = "agent_started";
    public const string SensorFailed = "sensor_failed";
    public const string SensorRecovered = "sensor_recovered";
    public const string SpoolLoss = "spool_loss";

    /// <summary>The server did not take a Frame: no time, or a time that cannot be.</summary>
    public const string FrameRefused = "frame_refused";

    /// <summary>The server could not store a message of another kind as it is, and never will: its place is taken by this.</summary>
    public const string MessageRefused = "message_refused";

    /// <summary>The agent brought about more than one Host may have in the Journal; detail counts says of what. The server's own.</summary>
    public const string AgentFlood = "agent_flood";
}
