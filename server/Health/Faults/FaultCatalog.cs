namespace SovereignFleet.Server.Health.Faults;

/// <summary>Every fault that a rule of this server finds, declared once. Two of one code do not start.</summary>
internal static class FaultCatalog
{
    private static readonly Dictionary<string, Fault> ByCode = new(StringComparer.Ordinal);

    public static readonly Fault EccUncorrected = Declare(new("ecc-uncorrected", "GpuEccUncorrectable"));
    public static readonly Fault RowRemapPending = Declare(new("row-remap-pending", "GpuRowRemapPending"));
    public static readonly Fault RowRemapFailure = Declare(new("row-remap-failure", "GpuRowRemapFailure"));
    public static readonly Fault RecoveryAction = Declare(new("recovery-action", "GpuRecoveryAction"));
    public static readonly Fault GpuTemperature = Declare(new("gpu-temperature", "GpuThermal"));
    public static readonly Fault GpuLost = Declare(new("gpu-lost"));
    public static readonly Fault GpusBlind = Declare(new("gpus-blind"));
    public static readonly Fault GpuUnreadable = Declare(new("gpu-unreadable"));
    public static readonly Fault PcieDegraded = Declare(new("pcie-degraded", "GpuPcieDegraded"));
    public static readonly Fault NvLinkDown = Declare(new("nvlink-down", "GpuNvLinkDown"));
    public static readonly Fault NvLinkErrors = Declare(new("nvlink-errors", "GpuNvLinkErrors"));
    public static readonly Fault FabricState = Declare(new("fabric-state", "GpuFabricFault"));
    public static readonly Fault SramThreshold = Declare(new("sram-threshold", "GpuSramThreshold"));
    public static readonly Fault SpareRows = Declare(new("spare-rows", "GpuSpareRowsUsedUp"));
    public static readonly Fault RetiredPagesPending = Declare(new("retired-pages-pending", "GpuRetiredPagesPending"));
    public static readonly Fault RepairPending = Declare(new("repair-pending", "GpuRepairPending"));
    public static readonly Fault PowerBrake = Declare(new("power-brake", "GpuPowerBrake"));
    public static readonly Fault HardwareSlowdown = Declare(new("hardware-slowdown", "GpuHardwareSlowdown"));
    public static readonly Fault InferenceDown = Declare(new("inference-down", "InferenceServerDown"));
    public static readonly Fault BmcSensorCritical = Declare(new("bmc-sensor-critical"));
    public static readonly Fault BmcUnreachable = Declare(new("bmc-unreachable"));
    public static readonly Fault SensorFailed = Declare(new("sensor-failed"));
    public static readonly Fault HostDuplicated = Declare(new("host-duplicated"));
    public static readonly Fault GpuClaimed = Declare(new("gpu-claimed"));
    public static readonly Fault CertificateSuperseded = Declare(new("certificate-superseded"));
    public static readonly Fault AgentSilent = Declare(new("agent-silent"));
    public static readonly Fault AgentNeverHeard = Declare(new("agent-never-heard"));

    /// <summary>Nothing is wrong yet, and it is likely to be.</summary>
    public static readonly Fault Risk = Declare(new("risk", "GpuPredictedFailure"));

    /// <summary>The driver's own faults, one code for each of NVIDIA's numbers: "xid-79".</summary>
    public static readonly FaultFamily Xid = new("gpu-xid", "xid-", "GpuXidFatal");

    /// <summary>What stands in the BMC's event log, one code for each sensor, state and part: "bmc-log-memory-0x53.uncorrectable-ecc.dimmd7".</summary>
    public static readonly FaultFamily BmcLog = new("bmc-log", "bmc-log-", "BmcLogFault");

    /// <summary>What one Event says by itself: "event-sxid-fatal".</summary>
    public static readonly FaultFamily HostEvent = new("host-event", "event-", "HostFault");

    /// <summary>Less than is expected of the Host, one code for each thing: "profile-gpus".</summary>
    public static readonly FaultFamily Profile = new("host-profile", "profile-", "HostIncomplete");

    public static readonly Fault FewerGpus = Profile.Of("gpus");
    public static readonly Fault OtherGpuModel = Profile.Of("gpu-model");
    public static readonly Fault FewerNics = Profile.Of("nics");
    public static readonly Fault FewerDisks = Profile.Of("disks");
    public static readonly Fault LesserPcie = Profile.Of("pcie");

    public static IReadOnlyList<FaultFamily> Families { get; } = [Xid, BmcLog, HostEvent, Profile];

    /// <summary>The codes with which a Host cannot serve: the model that it holds spans its GPUs, and one of them is gone, or it is not what its
    /// load was planned for.</summary>
    public static readonly string[] EndsService =
    [
        GpuLost.Code, Xid.Of(79).Code, GpusBlind.Code, GpuUnreadable.Code, FewerGpus.Code, OtherGpuModel.Code, FewerNics.Code, FewerDisks.Code,
    ];

    /// <summary>Whether a Condition of that code may end by a word on what the Host is to have.</summary>
    public static bool RestsOnProfile(string code) =>
        Profile.Has(code) || code == GpusBlind.Code || code == GpuLost.Code || code == NvLinkDown.Code || code == PcieDegraded.Code;

    /// <summary>Those that bear a name of their own; a family's have their own.</summary>
    public static IReadOnlyCollection<Fault> All => ByCode.Values;

    /// <summary>Of a stored code: a Condition may be older or newer than this list.</summary>
    public static string AlertNameOf(string code) =>
        ByCode.TryGetValue(code, out var fault) ? fault.AlertName
        : Families.FirstOrDefault(family => family.Has(code))?.AlertName ?? new Fault(code).AlertName;

    private static Fault Declare(Fault fault)
    {
        ByCode.Add(fault.Code, fault);
        return fault;
    }
}
