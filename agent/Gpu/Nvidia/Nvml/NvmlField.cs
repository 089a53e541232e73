namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>Ids of nvml.h (NVML_FI_DEV_*), each checked against NVML 13.</summary>
internal enum NvmlField : uint
{
    EccVolatileCorrected = 3,
    EccVolatileUncorrected = 4,
    EccAggregateCorrected = 5,
    EccAggregateUncorrected = 6,
    EccDramVolatileCorrected = 11,
    EccDramVolatileUncorrected = 12,
    EccDramAggregateCorrected = 22,
    EccDramAggregateUncorrected = 23,
    RetiredPagesCorrected = 29,
    RetiredPagesUncorrected = 30,
    RetiredPagesPending = 31,
    NvLinkFlitCrcErrors = 38,
    NvLinkDataCrcErrors = 45,
    NvLinkReplays = 52,
    NvLinkRecoveries = 59,

    /// <summary>NVML_FI_DEV_PERF_POLICY_POWER, of which ..._CLOCKS_EVENT_REASON_SW_POWER_CAP is the newer name.</summary>
    ThrottlePower = 74,

    /// <summary>75 to 79: nanoseconds.</summary>
    ViolationThermal = 75,
    ViolationSyncBoost = 76,
    ViolationBoardLimit = 77,
    ViolationLowUtilization = 78,
    ViolationReliability = 79,
    MemoryTemperature = 82,
    Energy = 83,
    NvLinkCount = 91,
    PcieReplays = 94,
    PcieReplayRollovers = 95,

    /// <summary>KiB; scope 0xffffffff is all links.</summary>
    NvLinkSentKib = 138,
    NvLinkReceivedKib = 139,
    RemappedRowsCorrected = 142,
    RemappedRowsUncorrected = 143,
    RowRemapPending = 144,
    RowRemapFailure = 145,

    /// <summary>161 to 166: the scope is the link. The first three are unknown to NVLink 5.</summary>
    NvLinkLinkReplays = 161,
    NvLinkLinkRecoveries = 162,
    NvLinkLinkCrcErrors = 163,
    NvLinkState = 165,
    PcieRecoveries = 169,
    PcieCorrectableErrors = 173,
    PcieNaksReceived = 174,
    PcieReceiverErrors = 175,
    PcieBadTlps = 176,
    PcieNaksSent = 177,
    PcieBadDllps = 178,
    PcieNonFatalErrors = 179,
    PcieFatalErrors = 180,
    PcieLcrcErrors = 182,

    /// <summary>185 to 190: scope 0 is the GPU without its module's processor.</summary>
    PowerAverage = 185,
    PowerInstant = 186,
    PowerLimit = 190,
    ShutdownMargin = 193,
    SlowdownMargin = 194,
    MemoryMaxMargin = 195,
    GpuMaxMargin = 196,
    PcieSentBytes = 197,
    PcieReceivedBytes = 198,

    /// <summary>202 to 222: NVLink 5; the scope is the link.</summary>
    NvLinkSentBytes = 202,
    NvLinkReceivedBytes = 204,
    NvLinkMalformedPackets = 206,
    NvLinkReceiveErrors = 208,
    NvLinkIntegrityErrors = 211,
    NvLinkGoodRecoveries = 213,
    NvLinkFailedRecoveries = 214,
    NvLinkEffectiveBer = 220,
    NvLinkSymbolBer = 222,
    RecoveryAction = 230,
    C2cErrors = 231,
    C2cReplays = 232,
    C2cReplaysBackToBack = 233,
    ThrottleSoftwareThermal = 269,
    ThrottleHardwareThermal = 270,
    ThrottlePowerBrake = 271,
}
