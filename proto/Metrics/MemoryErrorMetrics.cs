namespace SovereignFleet.Proto.Metrics;

/// <summary>ECC errors, retired pages and remapped rows. The totals stay beside the places: older drivers know no places.</summary>
internal static class MemoryErrorMetrics
{
    public static readonly Metric[] Rows =
    [
        new(
            23, "ecc_volatile_corrected", MetricUnit.None, "Corrected ECC errors since the driver was loaded",
            gpu => gpu.HasEccVolatileCorrected ? gpu.EccVolatileCorrected : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_ECC_SBE_VOL_TOTAL")],
        },
        new(
            24, "ecc_volatile_uncorrected", MetricUnit.None, "Uncorrected ECC errors since the driver was loaded",
            gpu => gpu.HasEccVolatileUncorrected ? gpu.EccVolatileUncorrected : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_ECC_DBE_VOL_TOTAL")],
        },
        new(
            25, "ecc_aggregate_corrected", MetricUnit.None, "Corrected ECC errors over the board's life",
            gpu => gpu.HasEccAggregateCorrected ? gpu.EccAggregateCorrected : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_ECC_SBE_AGG_TOTAL")],
        },
        new(
            26, "ecc_aggregate_uncorrected", MetricUnit.None, "Uncorrected ECC errors over the board's life",
            gpu => gpu.HasEccAggregateUncorrected ? gpu.EccAggregateUncorrected : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_ECC_DBE_AGG_TOTAL")],
        },
        new(
            42, "ecc_sram_volatile_corrected", MetricUnit.None, "Corrected ECC errors of SRAM since the driver was loaded",
            gpu => gpu.HasEccSramVolatileCorrected ? gpu.EccSramVolatileCorrected : null),
        new(
            43, "ecc_sram_volatile_uncorrected", MetricUnit.None, "Uncorrected ECC errors of SRAM since the driver was loaded",
            gpu => gpu.HasEccSramVolatileUncorrected ? gpu.EccSramVolatileUncorrected : null),
        new(
            44, "ecc_dram_volatile_corrected", MetricUnit.None, "Corrected ECC errors of DRAM since the driver was loaded",
            gpu => gpu.HasEccDramVolatileCorrected ? gpu.EccDramVolatileCorrected : null),
        new(
            45, "ecc_dram_volatile_uncorrected", MetricUnit.None, "Uncorrected ECC errors of DRAM since the driver was loaded",
            gpu => gpu.HasEccDramVolatileUncorrected ? gpu.EccDramVolatileUncorrected : null),
        new(
            46, "ecc_sram_aggregate_corrected", MetricUnit.None, "Corrected ECC errors of SRAM over the board's life",
            gpu => gpu.HasEccSramAggregateCorrected ? gpu.EccSramAggregateCorrected : null),
        new(
            47, "ecc_sram_aggregate_uncorrected", MetricUnit.None, "Uncorrected ECC errors of SRAM over the board's life",
            gpu => gpu.HasEccSramAggregateUncorrected ? gpu.EccSramAggregateUncorrected : null),
        new(
            48, "ecc_dram_aggregate_corrected", MetricUnit.None, "Corrected ECC errors of DRAM over the board's life",
            gpu => gpu.HasEccDramAggregateCorrected ? gpu.EccDramAggregateCorrected : null),
        new(
            49, "ecc_dram_aggregate_uncorrected", MetricUnit.None, "Uncorrected ECC errors of DRAM over the board's life",
            gpu => gpu.HasEccDramAggregateUncorrected ? gpu.EccDramAggregateUncorrected : null),
        new(
            96, "ecc_sram_unique_uncorrected", MetricUnit.None, "Distinct uncorrected faults of SRAM over the board's life",
            gpu => gpu.HasEccSramUniqueUncorrected ? gpu.EccSramUniqueUncorrected : null),
        new(
            55, "retired_pages_corrected", MetricUnit.None, "Pages retired for corrected errors",
            gpu => gpu.HasRetiredPagesCorrected ? gpu.RetiredPagesCorrected : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_RETIRED_SBE")],
        },
        new(
            56, "retired_pages_uncorrected", MetricUnit.None, "Pages retired for uncorrected errors",
            gpu => gpu.HasRetiredPagesUncorrected ? gpu.RetiredPagesUncorrected : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_RETIRED_DBE")],
        },
        new(
            57, "retired_pages_pending", MetricUnit.None, "Pages that wait for retirement",
            gpu => gpu.HasRetiredPagesPending ? gpu.RetiredPagesPending : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_RETIRED_PENDING")],
        },
        new(
            28, "remapped_rows_uncorrected", MetricUnit.None, "Rows remapped for uncorrected errors",
            gpu => gpu.HasRemappedRowsUncorrected ? gpu.RemappedRowsUncorrected : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS")],
        },
        new(
            27, "remapped_rows_corrected", MetricUnit.None, "Rows remapped for corrected errors",
            gpu => gpu.HasRemappedRowsCorrected ? gpu.RemappedRowsCorrected : null)
        {
            Exports = [MetricExport.Counter("DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS")],
        },
        new(
            30, "row_remap_failure", MetricUnit.None, "1 where a row could not be remapped",
            gpu => gpu.HasRowRemapFailure ? gpu.RowRemapFailure : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_ROW_REMAP_FAILURE")],
        },
        new(
            29, "row_remap_pending", MetricUnit.None, "1 where a row waits for a reset to be remapped",
            gpu => gpu.HasRowRemapPending ? gpu.RowRemapPending : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_ROW_REMAP_PENDING")],
        },
        new(50, "remap_banks_max", MetricUnit.None, "Memory banks with all their spare rows", gpu => gpu.HasRemapBanksMax ? gpu.RemapBanksMax : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_MAX")],
        },
        new(
            51, "remap_banks_high", MetricUnit.None, "Memory banks with most of their spare rows",
            gpu => gpu.HasRemapBanksHigh ? gpu.RemapBanksHigh : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_HIGH")],
        },
        new(
            52, "remap_banks_partial", MetricUnit.None, "Memory banks with some of their spare rows",
            gpu => gpu.HasRemapBanksPartial ? gpu.RemapBanksPartial : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_PARTIAL")],
        },
        new(53, "remap_banks_low", MetricUnit.None, "Memory banks with few spare rows", gpu => gpu.HasRemapBanksLow ? gpu.RemapBanksLow : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_LOW")],
        },
        new(54, "remap_banks_none", MetricUnit.None, "Memory banks with no spare row", gpu => gpu.HasRemapBanksNone ? gpu.RemapBanksNone : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_NONE")],
        },
    ];
}
