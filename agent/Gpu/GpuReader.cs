using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>Reads one GPU at one instant. It stops at the first answer that says that the GPU or the driver is gone: each
/// further call on a lost GPU may take its own time-out in the driver.</summary>
internal static class GpuReader
{
    private static readonly NvmlField[] Fields = Enum.GetValues<NvmlField>();

    public static GpuReadingBuilder Read(uint index, string uuid, NvmlDevice device)
    {
        var reading = new GpuReadingBuilder(index, uuid);
        _ = ReadFields(reading, device)
            && ReadHeat(reading, device)
            && ReadPower(reading, device)
            && ReadLoad(reading, device)
            && ReadLink(reading, device);
        return reading;
    }

    private static bool ReadFields(GpuReadingBuilder reading, NvmlDevice device)
    {
        var answer = device.Fields(Fields);
        if (!answer.IsOk)
        {
            return reading.Note(answer);
        }

        for (var i = 0; i < Fields.Length; i++)
        {
            if (!reading.Put(answer.Value![i], SetterOf(Fields[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static Action<GpuReading, long> SetterOf(NvmlField field) => field switch
    {
        NvmlField.EccVolatileCorrected => static (to, value) => to.EccVolatileCorrected = value,
        NvmlField.EccVolatileUncorrected => static (to, value) => to.EccVolatileUncorrected = value,
        NvmlField.EccAggregateCorrected => static (to, value) => to.EccAggregateCorrected = value,
        NvmlField.EccAggregateUncorrected => static (to, value) => to.EccAggregateUncorrected = value,
        // One metric of two counters: control digits and data.
        NvmlField.NvLinkFlitCrcErrors or NvmlField.NvLinkDataCrcErrors =>
            static (to, value) => to.NvlinkCrcErrors = (to.HasNvlinkCrcErrors ? to.NvlinkCrcErrors : 0) + value,
        NvmlField.NvLinkReplays => static (to, value) => to.NvlinkReplays = value,
        NvmlField.NvLinkRecoveries => static (to, value) => to.NvlinkRecoveries = value,
        NvmlField.MemoryTemperature => static (to, value) => to.MemoryTemperatureC = value,
        NvmlField.PcieReplays => static (to, value) => to.PcieReplays = value,
        NvmlField.RemappedRowsCorrected => static (to, value) => to.RemappedRowsCorrected = value,
        NvmlField.RemappedRowsUncorrected => static (to, value) => to.RemappedRowsUncorrected = value,
        NvmlField.RowRemapPending => static (to, value) => to.RowRemapPending = value,
        NvmlField.RowRemapFailure => static (to, value) => to.RowRemapFailure = value,
        NvmlField.RecoveryAction => static (to, value) => to.RecoveryAction = value,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "The field has no place in a reading."),
    };

    private static bool ReadHeat(GpuReadingBuilder reading, NvmlDevice device) =>
        reading.Put(device.Temperature(), static (to, value) => to.TemperatureC = value)
        && reading.Put(device.TemperatureMargin(), static (to, value) => to.TemperatureMarginC = value)
        && reading.Put(device.ClocksEventReasons(), static (to, value) => to.ClocksEventReasons = value)
        && reading.Put(device.SramThresholdExceeded(), static (to, value) => to.SramThresholdExceeded = value);

    private static bool ReadPower(GpuReadingBuilder reading, NvmlDevice device) =>
        reading.Put(device.Power(), static (to, value) => to.PowerMw = value)
        && reading.Put(device.PowerLimit(), static (to, value) => to.PowerLimitMw = value)
        && reading.Put(device.Energy(), static (to, value) => to.EnergyMj = value);

    private static bool ReadLoad(GpuReadingBuilder reading, NvmlDevice device) =>
        reading.Put(device.Utilization(), static (to, value) =>
        {
            to.GpuUtilizationPercent = value.Gpu;
            to.MemoryUtilizationPercent = value.Memory;
        })
        && reading.Put(device.Memory(), static (to, value) =>
        {
            to.MemoryUsedBytes = (long)value.Used;
            to.MemoryTotalBytes = (long)value.Total;
        })
        && reading.Put(device.SmClockMegahertz(), static (to, value) => to.SmClockMhz = value)
        && reading.Put(device.MemoryClockMegahertz(), static (to, value) => to.MemoryClockMhz = value)
        && reading.Put(device.EncoderUtilization(), static (to, value) => to.EncoderUtilizationPercent = value)
        && reading.Put(device.DecoderUtilization(), static (to, value) => to.DecoderUtilizationPercent = value)
        && reading.Put(device.PerformanceState(), static (to, value) => to.PerformanceState = value);

    private static bool ReadLink(GpuReadingBuilder reading, NvmlDevice device) =>
        reading.Put(device.PcieGeneration(), static (to, value) => to.PcieGeneration = value)
        && reading.Put(device.PcieWidth(), static (to, value) => to.PcieWidth = value);
}
