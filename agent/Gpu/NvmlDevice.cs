using System.Text;

namespace SovereignFleet.Agent.Gpu;

/// <summary>One GPU as NVML sees it. The handle stays in here; it is void once the library was closed.</summary>
internal sealed class NvmlDevice(NvmlLibrary library, nint handle)
{
    private const uint GpuDie = 0;
    private const uint SmClock = 1;
    private const uint MemoryClock = 2;

    internal nint Handle => handle;

    public NvmlAnswer<string> Uuid() => library.AskText("nvmlDeviceGetUUID", handle, NvmlNative.DeviceGetUuid);

    public NvmlAnswer<string> Name() => library.AskText("nvmlDeviceGetName", handle, NvmlNative.DeviceGetName);

    public NvmlAnswer<string> Serial() => library.AskText("nvmlDeviceGetSerial", handle, NvmlNative.DeviceGetSerial);

    public NvmlAnswer<string> PartNumber() => library.AskText("nvmlDeviceGetBoardPartNumber", handle, NvmlNative.DeviceGetBoardPartNumber);

    public NvmlAnswer<string> VbiosVersion() => library.AskText("nvmlDeviceGetVbiosVersion", handle, NvmlNative.DeviceGetVbiosVersion);

    public NvmlAnswer<string> InforomVersion() =>
        library.AskText("nvmlDeviceGetInforomImageVersion", handle, NvmlNative.DeviceGetInforomImageVersion);

    /// <summary>"00000000:05:00.0".</summary>
    public unsafe NvmlAnswer<string> PciAddress() =>
        library.Ask<NvmlLayouts.PciInfo>("nvmlDeviceGetPciInfo_v3", handle, NvmlNative.DeviceGetPciInfo).Map(static pci =>
        {
            var text = new ReadOnlySpan<byte>(pci.BusId, 32);
            var end = text.IndexOf((byte)0);
            return Encoding.ASCII.GetString(end < 0 ? text : text[..end]);
        });

    public NvmlAnswer<long> ModuleId() => Number("nvmlDeviceGetModuleId", NvmlNative.DeviceGetModuleId);

    public NvmlAnswer<long> TemperatureLimit(NvmlTemperatureLimit limit) =>
        Number("nvmlDeviceGetTemperatureThreshold", (nint device, out uint celsius) =>
            NvmlNative.DeviceGetTemperatureThreshold(device, (uint)limit, out celsius));

    public NvmlAnswer<long> MaxPcieGeneration() => Number("nvmlDeviceGetMaxPcieLinkGeneration", NvmlNative.DeviceGetMaxPcieLinkGeneration);

    public NvmlAnswer<long> MaxPcieWidth() => Number("nvmlDeviceGetMaxPcieLinkWidth", NvmlNative.DeviceGetMaxPcieLinkWidth);

    public NvmlAnswer<long> DefaultPowerLimit() =>
        Number("nvmlDeviceGetPowerManagementDefaultLimit", NvmlNative.DeviceGetPowerManagementDefaultLimit);

    public NvmlAnswer<long> Temperature() => Number("nvmlDeviceGetTemperature", static (nint device, out uint celsius) =>
        NvmlNative.DeviceGetTemperature(device, GpuDie, out celsius));

    /// <summary>T.Limit: degrees to the slowdown, signed.</summary>
    public NvmlAnswer<long> TemperatureMargin() =>
        library.Ask("nvmlDeviceGetMarginTemperature", handle, static (nint device, out long celsius) =>
        {
            var margin = new NvmlLayouts.Margin { StructVersion = NvmlLayouts.Version<NvmlLayouts.Margin>(1) };
            var code = NvmlNative.DeviceGetMarginTemperature(device, ref margin);
            celsius = margin.Celsius;
            return code;
        });

    public NvmlAnswer<long> Power() => Number("nvmlDeviceGetPowerUsage", NvmlNative.DeviceGetPowerUsage);

    public NvmlAnswer<long> PowerLimit() => Number("nvmlDeviceGetEnforcedPowerLimit", NvmlNative.DeviceGetEnforcedPowerLimit);

    public NvmlAnswer<long> Energy() => Long("nvmlDeviceGetTotalEnergyConsumption", NvmlNative.DeviceGetTotalEnergyConsumption);

    public NvmlAnswer<NvmlLayouts.Utilization> Utilization() =>
        library.Ask<NvmlLayouts.Utilization>("nvmlDeviceGetUtilizationRates", handle, NvmlNative.DeviceGetUtilizationRates);

    /// <summary>Without what the driver reserves, where the driver can tell it apart; older ones count it as used.</summary>
    public NvmlAnswer<NvmlLayouts.Memory> Memory()
    {
        var second = library.Ask("nvmlDeviceGetMemoryInfo_v2", handle, static (nint device, out NvmlLayouts.Memory memory) =>
        {
            var read = new NvmlLayouts.Memory2 { StructVersion = NvmlLayouts.Version<NvmlLayouts.Memory2>(2) };
            var code = NvmlNative.DeviceGetMemoryInfo2(device, ref read);
            memory = new NvmlLayouts.Memory { Total = read.Total, Free = read.Free, Used = read.Used };
            return code;
        });
        return second.Outcome == NvmlOutcome.NotSupported
            ? library.Ask<NvmlLayouts.Memory>("nvmlDeviceGetMemoryInfo", handle, NvmlNative.DeviceGetMemoryInfo)
            : second;
    }

    public NvmlAnswer<long> SmClockMegahertz() => Clock(SmClock);

    public NvmlAnswer<long> MemoryClockMegahertz() => Clock(MemoryClock);

    /// <summary>Drivers before 535 have only the older name of the same bits.</summary>
    public NvmlAnswer<long> ClocksEventReasons()
    {
        var reasons = Long("nvmlDeviceGetCurrentClocksEventReasons", NvmlNative.DeviceGetCurrentClocksEventReasons);
        return reasons.Outcome == NvmlOutcome.NotSupported
            ? Long("nvmlDeviceGetCurrentClocksThrottleReasons", NvmlNative.DeviceGetCurrentClocksThrottleReasons)
            : reasons;
    }

    /// <summary>1 where the SRAM errors exceed the field diagnostic's threshold.</summary>
    public NvmlAnswer<long> SramThresholdExceeded() =>
        library.Ask("nvmlDeviceGetSramEccErrorStatus", handle, static (nint device, out long exceeded) =>
        {
            var status = new NvmlLayouts.SramStatus { StructVersion = NvmlLayouts.Version<NvmlLayouts.SramStatus>(1) };
            var code = NvmlNative.DeviceGetSramEccErrorStatus(device, ref status);
            exceeded = status.ThresholdExceeded == 0 ? 0 : 1;
            return code;
        });

    public NvmlAnswer<long> PcieGeneration() => Number("nvmlDeviceGetCurrPcieLinkGeneration", NvmlNative.DeviceGetCurrPcieLinkGeneration);

    public NvmlAnswer<long> PcieWidth() => Number("nvmlDeviceGetCurrPcieLinkWidth", NvmlNative.DeviceGetCurrPcieLinkWidth);

    public NvmlAnswer<long> EncoderUtilization() => Number("nvmlDeviceGetEncoderUtilization", static (nint device, out uint percent) =>
        NvmlNative.DeviceGetEncoderUtilization(device, out percent, out _));

    public NvmlAnswer<long> DecoderUtilization() => Number("nvmlDeviceGetDecoderUtilization", static (nint device, out uint percent) =>
        NvmlNative.DeviceGetDecoderUtilization(device, out percent, out _));

    public NvmlAnswer<long> PerformanceState() => Number("nvmlDeviceGetPerformanceState", NvmlNative.DeviceGetPerformanceState);

    /// <summary>All fields in one call; the answer's values stand in the order of <paramref name="fields"/>.</summary>
    public NvmlAnswer<NvmlAnswer<long>[]> Fields(NvmlField[] fields)
    {
        var values = new NvmlLayouts.FieldValue[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            values[i].FieldId = (uint)fields[i];
        }

        var answer = library.Ask("nvmlDeviceGetFieldValues", handle, (nint device, out bool done) =>
        {
            done = true;
            return NvmlNative.DeviceGetFieldValues(device, values.Length, ref values[0]);
        });
        return answer.Map(_ => Array.ConvertAll(values, NvmlFieldValues.Answer));
    }

    private NvmlAnswer<long> Clock(uint clock) => Number("nvmlDeviceGetClockInfo", (nint device, out uint megahertz) =>
        NvmlNative.DeviceGetClockInfo(device, clock, out megahertz));

    private NvmlAnswer<long> Number(string function, NvmlLibrary.Query<uint> query) =>
        library.Ask(function, handle, query).Map(static value => (long)value);

    private NvmlAnswer<long> Long(string function, NvmlLibrary.Query<ulong> query) =>
        library.Ask(function, handle, query).Map(static value => (long)value);
}

/// <summary>nvmlTemperatureThresholds_t.</summary>
internal enum NvmlTemperatureLimit
{
    Shutdown = 0,
    Slowdown = 1,
    MemoryMax = 2,
    GpuMax = 3,
}
