namespace SovereignFleet.Agent.Gpu;

/// <summary>Ids of nvml.h (NVML_FI_DEV_*) that are read in one batched call.</summary>
internal enum NvmlField : uint
{
    EccVolatileCorrected = 3,
    EccVolatileUncorrected = 4,
    EccAggregateCorrected = 5,
    EccAggregateUncorrected = 6,
    NvLinkFlitCrcErrors = 38,
    NvLinkDataCrcErrors = 45,
    NvLinkReplays = 52,
    NvLinkRecoveries = 59,
    MemoryTemperature = 82,
    PcieReplays = 94,
    RemappedRowsCorrected = 142,
    RemappedRowsUncorrected = 143,
    RowRemapPending = 144,
    RowRemapFailure = 145,
    RecoveryAction = 230,
}
