using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>What a GPU's functions tell of its memory: ECC, remapped rows, retired pages, repairs.</summary>
internal static class GpuMemoryFacts
{
    private const uint Dram = 2; // nvmlMemoryLocation_t
    private const uint Sram = 7;
    private const uint ManyCorrected = 0; // nvmlPageRetirementCause_t
    private const uint OneUncorrected = 1;

    public static readonly GpuFact[] All =
    [
        // Where the driver lacks the fields.
        Total(GpuReading.EccVolatileCorrectedFieldNumber, NvmlEccErrors.Corrected, NvmlEccSpan.Volatile, static (to, value) => to.EccVolatileCorrected = value),
        Total(GpuReading.EccVolatileUncorrectedFieldNumber, NvmlEccErrors.Uncorrected, NvmlEccSpan.Volatile, static (to, value) => to.EccVolatileUncorrected = value),
        Total(GpuReading.EccAggregateCorrectedFieldNumber, NvmlEccErrors.Corrected, NvmlEccSpan.Aggregate, static (to, value) => to.EccAggregateCorrected = value),
        Total(GpuReading.EccAggregateUncorrectedFieldNumber, NvmlEccErrors.Uncorrected, NvmlEccSpan.Aggregate, static (to, value) => to.EccAggregateUncorrected = value),
        At(GpuReading.EccDramVolatileCorrectedFieldNumber, Dram, NvmlEccErrors.Corrected, NvmlEccSpan.Volatile, static (to, value) => to.EccDramVolatileCorrected = value),
        At(GpuReading.EccDramVolatileUncorrectedFieldNumber, Dram, NvmlEccErrors.Uncorrected, NvmlEccSpan.Volatile, static (to, value) => to.EccDramVolatileUncorrected = value),
        At(GpuReading.EccDramAggregateCorrectedFieldNumber, Dram, NvmlEccErrors.Corrected, NvmlEccSpan.Aggregate, static (to, value) => to.EccDramAggregateCorrected = value),
        At(GpuReading.EccDramAggregateUncorrectedFieldNumber, Dram, NvmlEccErrors.Uncorrected, NvmlEccSpan.Aggregate, static (to, value) => to.EccDramAggregateUncorrected = value),

        // One function tells all of the SRAM; drivers before 545 count it by place.
        GpuFact.Of(GpuReading.EccSramVolatileCorrectedFieldNumber, GpuPace.TenSeconds, static gpu => gpu.Health.Sram(), Put),
        GpuFact.Of(GpuReading.EccSramVolatileCorrectedFieldNumber, GpuPace.TenSeconds, SramByPlace, Put),
        GpuFact.Of(GpuReading.EccSramUniqueUncorrectedFieldNumber, GpuPace.Minute, static gpu => gpu.Health.SramFaultCount(), static (to, value) => to.EccSramUniqueUncorrected = value),
        GpuFact.Of(GpuReading.RemappedRowsCorrectedFieldNumber, GpuPace.Second, static gpu => gpu.Health.RemappedRows(), Put),
        GpuFact.Of(GpuReading.RemapBanksMaxFieldNumber, GpuPace.Minute, static gpu => gpu.Health.RemapHistogram(), Put),
        GpuFact.Of(GpuReading.ChannelRepairPendingFieldNumber, GpuPace.Minute, static gpu => gpu.Health.Repair(), Put),
        GpuFact.Of(GpuReading.RetiredPagesCorrectedFieldNumber, GpuPace.Minute, static gpu => gpu.Health.RetiredPages2(ManyCorrected), static (to, value) => to.RetiredPagesCorrected = value),
        GpuFact.Of(GpuReading.RetiredPagesCorrectedFieldNumber, GpuPace.Minute, static gpu => gpu.Health.RetiredPages(ManyCorrected), static (to, value) => to.RetiredPagesCorrected = value),
        GpuFact.Of(GpuReading.RetiredPagesUncorrectedFieldNumber, GpuPace.Minute, static gpu => gpu.Health.RetiredPages2(OneUncorrected), static (to, value) => to.RetiredPagesUncorrected = value),
        GpuFact.Of(GpuReading.RetiredPagesUncorrectedFieldNumber, GpuPace.Minute, static gpu => gpu.Health.RetiredPages(OneUncorrected), static (to, value) => to.RetiredPagesUncorrected = value),
        GpuFact.Of(GpuReading.RetiredPagesPendingFieldNumber, GpuPace.Minute, static gpu => gpu.Health.RetirementPending(), static (to, value) => to.RetiredPagesPending = value),
    ];

    private static GpuFact Total(int metric, NvmlEccErrors errors, NvmlEccSpan span, Action<GpuReading, long> put) =>
        GpuFact.Of(metric, GpuPace.Second, gpu => gpu.Health.EccTotal(errors, span), (to, value) => put(to, (long)value));

    private static GpuFact At(int metric, uint location, NvmlEccErrors errors, NvmlEccSpan span, Action<GpuReading, long> put) =>
        GpuFact.Of(metric, GpuPace.TenSeconds, gpu => gpu.Health.EccAt(location, errors, span), (to, value) => put(to, (long)value));

    private static NvmlAnswer<SramCounts> SramByPlace(NvmlDevice gpu)
    {
        var first = gpu.Health.EccAt(Sram, NvmlEccErrors.Corrected, NvmlEccSpan.Volatile);
        return first.IsOk
            ? first.Map(value => new SramCounts(
                value,
                gpu.Health.EccAt(Sram, NvmlEccErrors.Uncorrected, NvmlEccSpan.Volatile),
                gpu.Health.EccAt(Sram, NvmlEccErrors.Corrected, NvmlEccSpan.Aggregate),
                gpu.Health.EccAt(Sram, NvmlEccErrors.Uncorrected, NvmlEccSpan.Aggregate)))
            : new(first.Outcome, default, first.Reason);
    }

    private static void Put(GpuReading to, NvmlHealthLayouts.SramStatus value)
    {
        to.SramThresholdExceeded = value.ThresholdExceeded == 0 ? 0 : 1;
        to.EccSramVolatileCorrected = (long)value.VolatileCorrected;
        to.EccSramVolatileUncorrected = (long)(value.VolatileParity + value.VolatileSecDed);
        to.EccSramAggregateCorrected = (long)value.AggregateCorrected;
        to.EccSramAggregateUncorrected = (long)(value.AggregateParity + value.AggregateSecDed);
    }

    private static void Put(GpuReading to, SramCounts value)
    {
        to.EccSramVolatileCorrected = (long)value.VolatileCorrected;
        PutIfOk(value.VolatileUncorrected, count => to.EccSramVolatileUncorrected = count);
        PutIfOk(value.AggregateCorrected, count => to.EccSramAggregateCorrected = count);
        PutIfOk(value.AggregateUncorrected, count => to.EccSramAggregateUncorrected = count);
    }

    private static void Put(GpuReading to, NvmlHealthLayouts.RemappedRows value)
    {
        to.RemappedRowsCorrected = value.Corrected;
        to.RemappedRowsUncorrected = value.Uncorrected;
        to.RowRemapPending = value.Pending;
        to.RowRemapFailure = value.Failure;
    }

    private static void Put(GpuReading to, NvmlHealthLayouts.RemapHistogram value)
    {
        to.RemapBanksMax = value.Max;
        to.RemapBanksHigh = value.High;
        to.RemapBanksPartial = value.Partial;
        to.RemapBanksLow = value.Low;
        to.RemapBanksNone = value.None;
    }

    private static void Put(GpuReading to, NvmlHealthLayouts.RepairStatus value)
    {
        to.ChannelRepairPending = value.ChannelPending;
        to.TpcRepairPending = value.TpcPending;
    }

    private static void PutIfOk(NvmlAnswer<ulong> answer, Action<long> put)
    {
        if (answer.IsOk)
        {
            put((long)answer.Value);
        }
    }

    private readonly record struct SramCounts(
        ulong VolatileCorrected, NvmlAnswer<ulong> VolatileUncorrected, NvmlAnswer<ulong> AggregateCorrected, NvmlAnswer<ulong> AggregateUncorrected);
}
