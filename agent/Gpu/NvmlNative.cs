using System.Runtime.InteropServices;

// The system's library folders only: a file planted beside the agent's binary is not loaded.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace SovereignFleet.Agent.Gpu;

/// <summary>The entry points of NVML that we call, by the names that the library exports. No logic here; only
/// <see cref="NvmlLibrary"/>, <see cref="NvmlDevice"/> and <see cref="NvmlEventSet"/> call them.</summary>
internal static partial class NvmlNative
{
    public const string Library = "libnvidia-ml.so.1";

    [LibraryImport(Library, EntryPoint = "nvmlInit_v2")]
    public static partial NvmlReturn Init();

    [LibraryImport(Library, EntryPoint = "nvmlShutdown")]
    public static partial NvmlReturn Shutdown();

    [LibraryImport(Library, EntryPoint = "nvmlSystemGetDriverVersion")]
    public static partial NvmlReturn SystemGetDriverVersion(ref byte version, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlSystemGetCudaDriverVersion_v2")]
    public static partial NvmlReturn SystemGetCudaDriverVersion(out int version);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetCount_v2")]
    public static partial NvmlReturn DeviceGetCount(out uint count);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetHandleByIndex_v2")]
    public static partial NvmlReturn DeviceGetHandleByIndex(uint index, out nint device);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetUUID")]
    public static partial NvmlReturn DeviceGetUuid(nint device, ref byte text, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetName")]
    public static partial NvmlReturn DeviceGetName(nint device, ref byte text, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetSerial")]
    public static partial NvmlReturn DeviceGetSerial(nint device, ref byte text, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetBoardPartNumber")]
    public static partial NvmlReturn DeviceGetBoardPartNumber(nint device, ref byte text, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetVbiosVersion")]
    public static partial NvmlReturn DeviceGetVbiosVersion(nint device, ref byte text, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetInforomImageVersion")]
    public static partial NvmlReturn DeviceGetInforomImageVersion(nint device, ref byte text, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetPciInfo_v3")]
    public static partial NvmlReturn DeviceGetPciInfo(nint device, out NvmlLayouts.PciInfo pci);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetModuleId")]
    public static partial NvmlReturn DeviceGetModuleId(nint device, out uint moduleId);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetTemperatureThreshold")]
    public static partial NvmlReturn DeviceGetTemperatureThreshold(nint device, uint threshold, out uint celsius);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMaxPcieLinkGeneration")]
    public static partial NvmlReturn DeviceGetMaxPcieLinkGeneration(nint device, out uint generation);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMaxPcieLinkWidth")]
    public static partial NvmlReturn DeviceGetMaxPcieLinkWidth(nint device, out uint width);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetPowerManagementDefaultLimit")]
    public static partial NvmlReturn DeviceGetPowerManagementDefaultLimit(nint device, out uint milliwatts);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetTemperature")]
    public static partial NvmlReturn DeviceGetTemperature(nint device, uint sensor, out uint celsius);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMarginTemperature")]
    public static partial NvmlReturn DeviceGetMarginTemperature(nint device, ref NvmlLayouts.Margin margin);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetPowerUsage")]
    public static partial NvmlReturn DeviceGetPowerUsage(nint device, out uint milliwatts);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetEnforcedPowerLimit")]
    public static partial NvmlReturn DeviceGetEnforcedPowerLimit(nint device, out uint milliwatts);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetTotalEnergyConsumption")]
    public static partial NvmlReturn DeviceGetTotalEnergyConsumption(nint device, out ulong millijoules);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetUtilizationRates")]
    public static partial NvmlReturn DeviceGetUtilizationRates(nint device, out NvmlLayouts.Utilization rates);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMemoryInfo")]
    public static partial NvmlReturn DeviceGetMemoryInfo(nint device, out NvmlLayouts.Memory memory);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMemoryInfo_v2")]
    public static partial NvmlReturn DeviceGetMemoryInfo2(nint device, ref NvmlLayouts.Memory2 memory);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetClockInfo")]
    public static partial NvmlReturn DeviceGetClockInfo(nint device, uint clock, out uint megahertz);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetCurrentClocksEventReasons")]
    public static partial NvmlReturn DeviceGetCurrentClocksEventReasons(nint device, out ulong reasons);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetCurrentClocksThrottleReasons")]
    public static partial NvmlReturn DeviceGetCurrentClocksThrottleReasons(nint device, out ulong reasons);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetSramEccErrorStatus")]
    public static partial NvmlReturn DeviceGetSramEccErrorStatus(nint device, ref NvmlLayouts.SramStatus status);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetCurrPcieLinkGeneration")]
    public static partial NvmlReturn DeviceGetCurrPcieLinkGeneration(nint device, out uint generation);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetCurrPcieLinkWidth")]
    public static partial NvmlReturn DeviceGetCurrPcieLinkWidth(nint device, out uint width);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetEncoderUtilization")]
    public static partial NvmlReturn DeviceGetEncoderUtilization(nint device, out uint percent, out uint periodMicroseconds);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetDecoderUtilization")]
    public static partial NvmlReturn DeviceGetDecoderUtilization(nint device, out uint percent, out uint periodMicroseconds);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetPerformanceState")]
    public static partial NvmlReturn DeviceGetPerformanceState(nint device, out uint state);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetFieldValues")]
    public static partial NvmlReturn DeviceGetFieldValues(nint device, int count, ref NvmlLayouts.FieldValue values);

    [LibraryImport(Library, EntryPoint = "nvmlEventSetCreate")]
    public static partial NvmlReturn EventSetCreate(out nint set);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetSupportedEventTypes")]
    public static partial NvmlReturn DeviceGetSupportedEventTypes(nint device, out ulong types);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceRegisterEvents")]
    public static partial NvmlReturn DeviceRegisterEvents(nint device, ulong types, nint set);

    [LibraryImport(Library, EntryPoint = "nvmlEventSetWait_v2")]
    public static partial NvmlReturn EventSetWait(nint set, out NvmlLayouts.EventData data, uint milliseconds);

    [LibraryImport(Library, EntryPoint = "nvmlEventSetFree")]
    public static partial NvmlReturn EventSetFree(nint set);
}
