using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>All that is read of a GPU by field values; of two for one metric the earlier one is the better.</summary>
internal static class GpuFields
{
    private const long Kib = 1024;

    public static readonly GpuField[] All =
    [
        Value(GpuReading.EccVolatileCorrectedFieldNumber, GpuPace.Second, static (to, value, _) => to.EccVolatileCorrected = value, NvmlField.EccVolatileCorrected),
        Value(GpuReading.EccVolatileUncorrectedFieldNumber, GpuPace.Second, static (to, value, _) => to.EccVolatileUncorrected = value, NvmlField.EccVolatileUncorrected),
        Value(GpuReading.EccAggregateCorrectedFieldNumber, GpuPace.Second, static (to, value, _) => to.EccAggregateCorrected = value, NvmlField.EccAggregateCorrected),
        Value(GpuReading.EccAggregateUncorrectedFieldNumber, GpuPace.Second, static (to, value, _) => to.EccAggregateUncorrected = value, NvmlField.EccAggregateUncorrected),
        Value(GpuReading.EccDramVolatileCorrectedFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.EccDramVolatileCorrected = value, NvmlField.EccDramVolatileCorrected),
        Value(GpuReading.EccDramVolatileUncorrectedFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.EccDramVolatileUncorrected = value, NvmlField.EccDramVolatileUncorrected),
        Value(GpuReading.EccDramAggregateCorrectedFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.EccDramAggregateCorrected = value, NvmlField.EccDramAggregateCorrected),
        Value(GpuReading.EccDramAggregateUncorrectedFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.EccDramAggregateUncorrected = value, NvmlField.EccDramAggregateUncorrected),
        Value(GpuReading.RemappedRowsCorrectedFieldNumber, GpuPace.Second, static (to, value, _) => to.RemappedRowsCorrected = value, NvmlField.RemappedRowsCorrected),
        Value(GpuReading.RemappedRowsUncorrectedFieldNumber, GpuPace.Second, static (to, value, _) => to.RemappedRowsUncorrected = value, NvmlField.RemappedRowsUncorrected),
        Value(GpuReading.RowRemapPendingFieldNumber, GpuPace.Second, static (to, value, _) => to.RowRemapPending = value, NvmlField.RowRemapPending),
        Value(GpuReading.RowRemapFailureFieldNumber, GpuPace.Second, static (to, value, _) => to.RowRemapFailure = value, NvmlField.RowRemapFailure),
        Value(GpuReading.RetiredPagesCorrectedFieldNumber, GpuPace.Minute, static (to, value, _) => to.RetiredPagesCorrected = value, NvmlField.RetiredPagesCorrected),
        Value(GpuReading.RetiredPagesUncorrectedFieldNumber, GpuPace.Minute, static (to, value, _) => to.RetiredPagesUncorrected = value, NvmlField.RetiredPagesUncorrected),
        Value(GpuReading.RetiredPagesPendingFieldNumber, GpuPace.Minute, static (to, value, _) => to.RetiredPagesPending = value, NvmlField.RetiredPagesPending),
        Value(GpuReading.RecoveryActionFieldNumber, GpuPace.Second, static (to, value, _) => to.RecoveryAction = value, NvmlField.RecoveryAction),

        Value(GpuReading.MemoryTemperatureCFieldNumber, GpuPace.Second, static (to, value, _) => to.MemoryTemperatureC = value, NvmlField.MemoryTemperature),
        Value(GpuReading.EnergyMjFieldNumber, GpuPace.Second, static (to, value, _) => to.EnergyMj = value, NvmlField.Energy),
        Value(GpuReading.PowerMwFieldNumber, GpuPace.Second, static (to, value, _) => to.PowerMw = value, NvmlField.PowerAverage),
        Value(GpuReading.PowerInstantMwFieldNumber, GpuPace.Second, static (to, value, _) => to.PowerInstantMw = value, NvmlField.PowerInstant),
        Value(GpuReading.PowerLimitMwFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PowerLimitMw = value, NvmlField.PowerLimit),
        Value(GpuReading.ThrottlePowerNsFieldNumber, GpuPace.Second, static (to, value, _) => to.ThrottlePowerNs = value, NvmlField.ThrottlePower),
        Value(GpuReading.ThrottleSwThermalNsFieldNumber, GpuPace.Second, static (to, value, _) => to.ThrottleSwThermalNs = value, NvmlField.ThrottleSoftwareThermal),
        Value(GpuReading.ThrottleHwThermalNsFieldNumber, GpuPace.Second, static (to, value, _) => to.ThrottleHwThermalNs = value, NvmlField.ThrottleHardwareThermal),
        Value(GpuReading.ThrottlePowerBrakeNsFieldNumber, GpuPace.Second, static (to, value, _) => to.ThrottlePowerBrakeNs = value, NvmlField.ThrottlePowerBrake),
        Value(GpuReading.ViolationThermalNsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.ViolationThermalNs = value, NvmlField.ViolationThermal),
        Value(GpuReading.ViolationSyncBoostNsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.ViolationSyncBoostNs = value, NvmlField.ViolationSyncBoost),
        Value(GpuReading.ViolationBoardLimitNsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.ViolationBoardLimitNs = value, NvmlField.ViolationBoardLimit),
        Value(GpuReading.ViolationLowUtilizationNsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.ViolationLowUtilizationNs = value, NvmlField.ViolationLowUtilization),
        Value(GpuReading.ViolationReliabilityNsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.ViolationReliabilityNs = value, NvmlField.ViolationReliability),

        Value(GpuReading.PcieReplaysFieldNumber, GpuPace.Second, static (to, value, _) => to.PcieReplays = value, NvmlField.PcieReplays),
        Value(GpuReading.PcieReplayRolloversFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieReplayRollovers = value, NvmlField.PcieReplayRollovers),
        Value(GpuReading.PcieRecoveriesFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieRecoveries = value, NvmlField.PcieRecoveries),
        Value(GpuReading.PcieCorrectableErrorsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieCorrectableErrors = value, NvmlField.PcieCorrectableErrors),
        Value(GpuReading.PcieNonfatalErrorsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieNonfatalErrors = value, NvmlField.PcieNonFatalErrors),
        Value(GpuReading.PcieFatalErrorsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieFatalErrors = value, NvmlField.PcieFatalErrors),
        Value(GpuReading.PcieReceiverErrorsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieReceiverErrors = value, NvmlField.PcieReceiverErrors),
        Value(GpuReading.PcieBadTlpsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieBadTlps = value, NvmlField.PcieBadTlps),
        Value(GpuReading.PcieBadDllpsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieBadDllps = value, NvmlField.PcieBadDllps),
        Value(GpuReading.PcieLcrcErrorsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieLcrcErrors = value, NvmlField.PcieLcrcErrors),
        Value(GpuReading.PcieNaksReceivedFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieNaksReceived = value, NvmlField.PcieNaksReceived),
        Value(GpuReading.PcieNaksSentFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.PcieNaksSent = value, NvmlField.PcieNaksSent),
        Value(GpuReading.PcieTxBytesFieldNumber, GpuPace.Second, static (to, value, _) => to.PcieTxBytes = value, NvmlField.PcieSentBytes),
        Value(GpuReading.PcieRxBytesFieldNumber, GpuPace.Second, static (to, value, _) => to.PcieRxBytes = value, NvmlField.PcieReceivedBytes),
        Value(
            GpuReading.C2CErrorsFieldNumber, GpuPace.TenSeconds, static (to, value, _) => to.C2CErrors = value,
            NvmlField.C2cErrors, NvmlField.C2cReplays, NvmlField.C2cReplaysBackToBack),

        // NVLink to its fourth generation counts in sums, or link by link where a driver has no sums; the fifth in words of its own.
        Value(
            GpuReading.NvlinkCrcErrorsFieldNumber, GpuPace.Second, static (to, value, _) => to.NvlinkCrcErrors = value,
            NvmlField.NvLinkFlitCrcErrors, NvmlField.NvLinkDataCrcErrors),
        Value(GpuReading.NvlinkCrcDataErrorsFieldNumber, GpuPace.Second, static (to, value, _) => to.NvlinkCrcDataErrors = value, NvmlField.NvLinkDataCrcErrors),
        Link(GpuReading.NvlinkCrcErrorsFieldNumber, static (to, value, _) => to.NvlinkCrcErrors = value, NvmlField.NvLinkLinkCrcErrors),
        Value(GpuReading.NvlinkReplaysFieldNumber, GpuPace.Second, static (to, value, _) => to.NvlinkReplays = value, NvmlField.NvLinkReplays),
        Link(GpuReading.NvlinkReplaysFieldNumber, static (to, value, _) => to.NvlinkReplays = value, NvmlField.NvLinkLinkReplays),
        Value(GpuReading.NvlinkRecoveriesFieldNumber, GpuPace.Second, static (to, value, _) => to.NvlinkRecoveries = value, NvmlField.NvLinkRecoveries),
        Link(GpuReading.NvlinkRecoveriesFieldNumber, static (to, value, _) => to.NvlinkRecoveries = value, NvmlField.NvLinkLinkRecoveries),
        Link(GpuReading.NvlinkRecoveriesFieldNumber, static (to, value, _) => to.NvlinkRecoveries = value, NvmlField.NvLinkGoodRecoveries),
        Link(GpuReading.NvlinkFailedRecoveriesFieldNumber, static (to, value, _) => to.NvlinkFailedRecoveries = value, NvmlField.NvLinkFailedRecoveries),
        Link(GpuReading.NvlinkIntegrityErrorsFieldNumber, static (to, value, _) => to.NvlinkIntegrityErrors = value, NvmlField.NvLinkIntegrityErrors),
        Link(GpuReading.NvlinkMalformedPacketsFieldNumber, static (to, value, _) => to.NvlinkMalformedPackets = value, NvmlField.NvLinkMalformedPackets),
        Link(GpuReading.NvlinkReceiveErrorsFieldNumber, static (to, value, _) => to.NvlinkReceiveErrors = value, NvmlField.NvLinkReceiveErrors),
        ErrorRate(GpuReading.NvlinkEffectiveBerFieldNumber, static (to, value, _) => to.NvlinkEffectiveBer = value, NvmlField.NvLinkEffectiveBer),
        ErrorRate(GpuReading.NvlinkSymbolBerFieldNumber, static (to, value, _) => to.NvlinkSymbolBer = value, NvmlField.NvLinkSymbolBer),
        AllLinks(GpuReading.NvlinkTxBytesFieldNumber, static (to, value, _) => to.NvlinkTxBytes = value * Kib, NvmlField.NvLinkSentKib),
        Link(GpuReading.NvlinkTxBytesFieldNumber, static (to, value, _) => to.NvlinkTxBytes = value, NvmlField.NvLinkSentBytes),
        AllLinks(GpuReading.NvlinkRxBytesFieldNumber, static (to, value, _) => to.NvlinkRxBytes = value * Kib, NvmlField.NvLinkReceivedKib),
        Link(GpuReading.NvlinkRxBytesFieldNumber, static (to, value, _) => to.NvlinkRxBytes = value, NvmlField.NvLinkReceivedBytes),
        new(GpuReading.NvlinkLinksUpFieldNumber, GpuPace.TenSeconds, GpuFieldKind.LinkState, [NvmlField.NvLinkState], static (to, up, links) =>
        {
            to.NvlinkLinksUp = up;
            to.NvlinkLinksDown = links - up;
        }),
    ];

    private static GpuField Value(int metric, GpuPace pace, GpuField.Setter put, params NvmlField[] fields) =>
        new(metric, pace, GpuFieldKind.Value, fields, put);

    private static GpuField AllLinks(int metric, GpuField.Setter put, NvmlField field) =>
        new(metric, GpuPace.Second, GpuFieldKind.AllLinks, [field], put);

    // Eighteen links times nine counters: not each second.
    private static GpuField Link(int metric, GpuField.Setter put, NvmlField field) =>
        new(metric, GpuPace.TenSeconds, GpuFieldKind.LinkCounter, [field], put);

    private static GpuField ErrorRate(int metric, GpuField.Setter put, NvmlField field) =>
        new(metric, GpuPace.TenSeconds, GpuFieldKind.LinkErrorRate, [field], put);
}
