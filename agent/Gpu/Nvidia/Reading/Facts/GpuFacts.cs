using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>All that is read of a GPU by functions; of two for one metric the earlier one is the better.</summary>
internal static class GpuFacts
{
    public static readonly GpuFact[] All =
    [
        GpuFact.Of(GpuReading.TemperatureCFieldNumber, GpuPace.Second, static gpu => gpu.Temperature(), static (to, value) => to.TemperatureC = value),
        GpuFact.Of(GpuReading.TemperatureMarginCFieldNumber, GpuPace.Second, static gpu => gpu.TemperatureMargin(), static (to, value) => to.TemperatureMarginC = value),
        GpuFact.Of<ulong>(GpuReading.ClocksEventReasonsFieldNumber, GpuPace.Second, "nvmlDeviceGetCurrentClocksEventReasons", NvmlNative.DeviceGetCurrentClocksEventReasons, static (to, value) => to.ClocksEventReasons = (long)value),

        // Drivers before 535 have only this name of the same bits.
        GpuFact.Of<ulong>(GpuReading.ClocksEventReasonsFieldNumber, GpuPace.Second, "nvmlDeviceGetCurrentClocksThrottleReasons", NvmlNative.DeviceGetCurrentClocksThrottleReasons, static (to, value) => to.ClocksEventReasons = (long)value),

        GpuFact.Of<uint>(GpuReading.PowerMwFieldNumber, GpuPace.Second, "nvmlDeviceGetPowerUsage", NvmlNative.DeviceGetPowerUsage, static (to, value) => to.PowerMw = value),
        GpuFact.Of<uint>(GpuReading.PowerLimitMwFieldNumber, GpuPace.TenSeconds, "nvmlDeviceGetEnforcedPowerLimit", NvmlNative.DeviceGetEnforcedPowerLimit, static (to, value) => to.PowerLimitMw = value),
        GpuFact.Of<ulong>(GpuReading.EnergyMjFieldNumber, GpuPace.Second, "nvmlDeviceGetTotalEnergyConsumption", NvmlNative.DeviceGetTotalEnergyConsumption, static (to, value) => to.EnergyMj = (long)value),
        GpuFact.Of<NvmlLayouts.Utilization>(GpuReading.GpuUtilizationPercentFieldNumber, GpuPace.Second, "nvmlDeviceGetUtilizationRates", NvmlNative.DeviceGetUtilizationRates, Put),
        GpuFact.Of(GpuReading.MemoryUsedBytesFieldNumber, GpuPace.Second, static gpu => gpu.Memory2(), Put),
        GpuFact.Of(GpuReading.MemoryUsedBytesFieldNumber, GpuPace.Second, static gpu => gpu.Memory(), Put),
        GpuFact.Of(GpuReading.SmClockMhzFieldNumber, GpuPace.Second, static gpu => gpu.SmClockMegahertz(), static (to, value) => to.SmClockMhz = value),
        GpuFact.Of(GpuReading.MemoryClockMhzFieldNumber, GpuPace.Second, static gpu => gpu.MemoryClockMegahertz(), static (to, value) => to.MemoryClockMhz = value),
        GpuFact.Of(GpuReading.EncoderUtilizationPercentFieldNumber, GpuPace.Second, static gpu => gpu.EncoderUtilization(), static (to, value) => to.EncoderUtilizationPercent = value),
        GpuFact.Of(GpuReading.DecoderUtilizationPercentFieldNumber, GpuPace.Second, static gpu => gpu.DecoderUtilization(), static (to, value) => to.DecoderUtilizationPercent = value),
        GpuFact.Of<uint>(GpuReading.PerformanceStateFieldNumber, GpuPace.Second, "nvmlDeviceGetPerformanceState", NvmlNative.DeviceGetPerformanceState, static (to, value) => to.PerformanceState = value),

        // The generation falls and rises with the load, so it is told of the second that it belongs to; the width falls by faults.
        GpuFact.Of<uint>(GpuReading.PcieGenerationFieldNumber, GpuPace.Second, "nvmlDeviceGetCurrPcieLinkGeneration", NvmlNative.DeviceGetCurrPcieLinkGeneration, static (to, value) => to.PcieGeneration = value),
        GpuFact.Of<uint>(GpuReading.PcieWidthFieldNumber, GpuPace.TenSeconds, "nvmlDeviceGetCurrPcieLinkWidth", NvmlNative.DeviceGetCurrPcieLinkWidth, static (to, value) => to.PcieWidth = value),
        GpuFact.Of(GpuReading.ComputeProcessesFieldNumber, GpuPace.TenSeconds, static gpu => gpu.Activity.ProcessCount3(), static (to, value) => to.ComputeProcesses = value),
        GpuFact.Of(GpuReading.ComputeProcessesFieldNumber, GpuPace.TenSeconds, static gpu => gpu.Activity.ProcessCount2(), static (to, value) => to.ComputeProcesses = value),
        GpuFact.Of(GpuReading.VgpuLicensedFieldNumber, GpuPace.Minute, static gpu => gpu.Activity.VgpuLicensed(), static (to, value) => to.VgpuLicensed = value ? 1 : 0),
        .. GpuMemoryFacts.All,
        .. GpuLinkFacts.All,
    ];

    private static void Put(GpuReading to, NvmlLayouts.Utilization value)
    {
        to.GpuUtilizationPercent = value.Gpu;
        to.MemoryUtilizationPercent = value.Memory;
    }

    private static void Put(GpuReading to, NvmlLayouts.Memory2 value)
    {
        to.MemoryUsedBytes = (long)value.Used;
        to.MemoryTotalBytes = (long)value.Total;
        to.MemoryReservedBytes = (long)value.Reserved;
    }

    private static void Put(GpuReading to, NvmlLayouts.Memory value)
    {
        to.MemoryUsedBytes = (long)value.Used;
        to.MemoryTotalBytes = (long)value.Total;
    }
}
