using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Events;

/// <summary>Each kind of Event and what becomes of it; docs/events.md is this table. The first row that fits holds, and the last of a kind fits all that are left.</summary>
internal static class EventTable
{
    private const string NoSign = "not judged: ";

    public static IReadOnlyList<EventRow> All { get; } =
    [
        By(EventKinds.Xid, "gpu-xid", "by NVIDIA's catalogue (gpu.md)"),
        // NVIDIA's Fabric Manager guide, "SXid errors": a fatal one ends all work on the fabric, which must be reset with all GPUs on it.
        On(EventKinds.Sxid, "severity", ["Fatal"], new(
            "sxid-fatal", Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, EventEnd.Reboot,
            "NVSwitch {switch} of {host} reported the fatal SXid {code}: {message}.", "Drain the Host now and reboot it, which resets the whole fabric.")),
        Not(EventKinds.Sxid, "the fabric goes on"),
        By(EventKinds.FallenOffBus, "gpu-lost", ""),
        By(EventKinds.RecoveryAction, "recovery-action", ""),
        Not(EventKinds.EccCorrected, "corrected; the risk of the GPU counts it"),
        By(EventKinds.EccUncorrected, "ecc-uncorrected", ""),
        Each(EventKinds.EccStorm, new(
            "ecc-storm", Severity.Warning, DrainAdvice.None, RemedyKind.None, EventEnd.Quiet,
            "{gpu} corrects memory errors faster than it can tell.", "Watch this GPU; tell NVIDIA support if it comes again.")),
        By(EventKinds.DramRetirement, "row-remap-pending, row-remap-failure", "by the GPU's own flags in the next Frame"),
        By(EventKinds.RowRemapCorrected, "row-remap-pending", "by the GPU's own flag"),
        By(EventKinds.RowRemapUncorrected, "row-remap-pending", "by the GPU's own flag"),
        By(EventKinds.RowRemapPending, "row-remap-pending", "by the GPU's own flag"),
        By(EventKinds.RowRemapFailure, "row-remap-failure", "by the GPU's own flag"),
        By(EventKinds.BmcSel, "bmc-log", "by IPMI's tables (bmc.md)"),
        Not(EventKinds.Reboot, "it ends what a reboot mends"),
        Not(EventKinds.GpuReset, "it ends what a reset mends"),
        Not(EventKinds.GpuReplaced, "somebody's work"),
        By(EventKinds.AgentSilent, "agent-silent", "by the clock"),
        // NVIDIA/open-gpu-kernel-modules: after these the driver serves no program on that GPU until it is loaded anew.
        On(EventKinds.DriverMessage, "notice", ["adapter_not_initialized"], new(
            "gpu-not-initialized", Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, EventEnd.Reboot,
            "The driver of {host} could not initialise {gpu}.", "Drain the Host now and reboot it.")),
        On(EventKinds.DriverMessage, "notice", ["gpu_locked", "gpu_lost"], new(
            "gpu-not-answering", Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, EventEnd.Reboot,
            "The driver of {host} says that {gpu} does not answer it.", "Drain the Host now and reboot it.")),
        On(EventKinds.DriverMessage, "notice", ["reset_required"], new(
            "gpu-reset-required", Severity.Critical, DrainAdvice.Now, RemedyKind.ResetGpu, EventEnd.Reset,
            "The driver of {host} says that {gpu} must be reset.", "Drain the Host now and reset the GPU.")),
        Not(EventKinds.DriverMessage, "it may mean anything"),
        Not(EventKinds.KernelLogLoss, "what was lost is not known"),
        Not(EventKinds.HostMemoryCorrected, "corrected"),
        Each(EventKinds.HostMemoryUncorrected, Memory("memory {dimm}")),
        Each(EventKinds.HostMemoryFailure, Memory("page {page} of its memory")),
        // Intel SDM 3B 15.3.2.2, AMD APM 2: MCi_STATUS.UC, which the agent reads.
        On(EventKinds.MachineCheck, "severity", ["uncorrected", "fatal"], new(
            "machine-check", Severity.Critical, DrainAdvice.NextWindow, RemedyKind.Inspect, EventEnd.Repair,
            "Processor {cpu} of {host} had an uncorrected machine check (bank {bank}).", "Have remote hands look at the processor and its memory.")),
        Not(EventKinds.MachineCheck, "corrected, or of unknown severity"),
        // PCI Express base specification 6.2.2: fatal, "the particular link and related hardware to be unreliable".
        On(EventKinds.PcieError, "severity", ["fatal"], Pcie("pcie-fatal", "had a fatal PCIe error at {device}")),
        On(EventKinds.PcieError, "severity", ["nonfatal"], new(
            "pcie-nonfatal", Severity.Warning, DrainAdvice.None, RemedyKind.None, EventEnd.Quiet,
            "{host} had an uncorrected PCIe error at {device}, and the link goes on.", "Watch this device; have its slot looked at if it comes again.")),
        Not(EventKinds.PcieError, "corrected by the link, or of unknown severity"),
        On(EventKinds.PcieRecovery, "outcome", ["failed"], Pcie("pcie-recovery-failed", "could not bring the PCIe device behind {device} back after an error")),
        Not(EventKinds.PcieRecovery, "it succeeded"),
        Each(EventKinds.PcieContainment, Pcie("pcie-contained", "cut off what is behind the PCIe port {device} after an error")),
        Not(EventKinds.FabricManager, "the kernel's sxid is judged"),
        On(EventKinds.NvmeError, "error", ["removed"], new(
            "disk-removed", Severity.Warning, DrainAdvice.None, RemedyKind.Inspect, EventEnd.Reboot,
            "The kernel of {host} gave up the disk {disk}.", "Have remote hands look at the disk.")),
        On(EventKinds.NvmeError, "error", ["media", "controller_down", "not_ready"], new(
            "disk-failing", Severity.Warning, DrainAdvice.None, RemedyKind.Inspect, EventEnd.Quiet,
            "The disk {disk} of {host} fails ({error}).", "Look at smartctl, and have the disk changed if it comes again.")),
        Not(EventKinds.NvmeError, "the kernel tries again"),
        Not(EventKinds.NicError, "a Host may have many cards, and what serves by which is not known; counted on /metrics"),
        Not(EventKinds.LinkDown, "as nic_error"),
        Not(EventKinds.LinkUp, "good news"),
        Not(EventKinds.OutOfMemory, "a program's"),
        Not(EventKinds.ProcessCrash, "a program's"),
        On(EventKinds.HungTask, "gpu_driver", ["true"], new(
            "gpu-driver-hangs", Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, EventEnd.Reboot,
            "The process {process} on {host} hangs inside the GPU driver.", "Drain the Host now and reboot it; no process that waits there can be ended.")),
        Not(EventKinds.HungTask, "it waits for something else than a GPU"),
        On(EventKinds.KernelOops, "gpu_driver", ["true"], new(
            "gpu-driver-fault", Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, EventEnd.Reboot,
            "The kernel of {host} faulted inside the GPU driver ({what}).", "Drain the Host now and reboot it; the driver is in no known state.")),
        Each(EventKinds.KernelOops, new(
            "kernel-fault", Severity.Warning, DrainAdvice.None, RemedyKind.Reboot, EventEnd.Reboot,
            "The kernel of {host} faulted ({what}) and goes on.", "Reboot the Host when it can be spared; what the fault left behind is not known.")),
        Not(EventKinds.AgentStarted, "the agent's own"),
        By(EventKinds.SensorFailed, "sensor-failed", "by the Frame"),
        Not(EventKinds.SensorRecovered, "good news"),
        Not(EventKinds.SpoolLoss, "the agent's own (operate.md)"),
        Not(EventKinds.FrameRefused, "the agent's clock (operate.md)"),
        Not(EventKinds.MessageRefused, "to be reported (operate.md)"),
        Each(EventKinds.AgentFlood, new(
            "agent-flood", Severity.Warning, DrainAdvice.None, RemedyKind.None, EventEnd.Quiet,
            "The agent of {host} tells more than one Host may have in the Journal: {counts}.", "Read the agent's log on the Host; where it is no storm of the hardware's, revoke the Host.")),
    ];

    /// <summary>Null: of a newer agent's kind.</summary>
    public static EventRow? Find(string kind, IReadOnlyDictionary<string, string> detail) => All.FirstOrDefault(row => row.IsOf(kind, detail));

    private static EventFault Memory(string what) => new(
        "host-memory", Severity.Critical, DrainAdvice.NextWindow, RemedyKind.Inspect, EventEnd.Repair,
        $"{{host}} lost data in {what}: an uncorrected memory error.", "Have remote hands change the memory module that the evidence names.");

    private static EventFault Pcie(string name, string what) => new(
        name, Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, EventEnd.Reboot, $"{{host}} {what}.", "Drain the Host now and reboot it.");

    private static EventRow By(string kind, string rule, string how) => new(kind, "", [], how.Length > 0 ? $"{rule}, {how}" : rule, null);

    private static EventRow Not(string kind, string why) => new(kind, "", [], NoSign + why, null);

    private static EventRow On(string kind, string key, IReadOnlyList<string> words, EventFault fault) => new(kind, key, words, "host-event", fault);

    private static EventRow Each(string kind, EventFault fault) => new(kind, "", [], "host-event", fault);
}
