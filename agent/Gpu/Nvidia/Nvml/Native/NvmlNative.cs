using System.Runtime.InteropServices;

// The system's library folders only: a file planted beside the agent's binary is not loaded.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

/// <summary>The entry points of NVML that we call, by the names that the library exports. No logic here; only the Nvml* wrappers call them,
/// which alone have a GPU's handle.</summary>
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

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMinorNumber")]
    public static partial NvmlReturn DeviceGetMinorNumber(nint device, out uint number);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetArchitecture")]
    public static partial NvmlReturn DeviceGetArchitecture(nint device, out uint architecture);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetGspFirmwareVersion")]
    public static partial NvmlReturn DeviceGetGspFirmwareVersion(nint device, ref byte text);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetPersistenceMode")]
    public static partial NvmlReturn DeviceGetPersistenceMode(nint device, out uint mode);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMigMode")]
    public static partial NvmlReturn DeviceGetMigMode(nint device, out uint current, out uint pending);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetEccMode")]
    public static partial NvmlReturn DeviceGetEccMode(nint device, out uint current, out uint pending);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetPowerManagementLimitConstraints")]
    public static partial NvmlReturn DeviceGetPowerManagementLimitConstraints(nint device, out uint least, out uint most);

    [LibraryImport(Library, EntryPoint = "nvmlSystemGetProcessName")]
    public static partial NvmlReturn SystemGetProcessName(uint processId, ref byte text, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetTotalEccErrors")]
    public static partial NvmlReturn DeviceGetTotalEccErrors(nint device, uint errorType, uint counterType, out ulong count);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMemoryErrorCounter")]
    public static partial NvmlReturn DeviceGetMemoryErrorCounter(nint device, uint errorType, uint counterType, uint location, out ulong count);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetSramEccErrorStatus")]
    public static partial NvmlReturn DeviceGetSramEccErrorStatus(nint device, ref NvmlHealthLayouts.SramStatus status);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts")]
    public static partial NvmlReturn DeviceGetSramUniqueUncorrectedEccErrorCounts(nint device, ref NvmlHealthLayouts.SramFaults faults);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetRemappedRows")]
    public static partial NvmlReturn DeviceGetRemappedRows(nint device, out uint corrected, out uint uncorrected, out uint pending, out uint failure);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetRowRemapperHistogram")]
    public static partial NvmlReturn DeviceGetRowRemapperHistogram(nint device, out NvmlHealthLayouts.RemapHistogram histogram);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetRepairStatus")]
    public static partial NvmlReturn DeviceGetRepairStatus(nint device, ref NvmlHealthLayouts.RepairStatus status);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetRetiredPages")]
    public static partial NvmlReturn DeviceGetRetiredPages(nint device, uint cause, ref uint count, nint addresses);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetRetiredPages_v2")]
    public static partial NvmlReturn DeviceGetRetiredPages2(nint device, uint cause, ref uint count, nint addresses, nint timestamps);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetRetiredPagesPendingStatus")]
    public static partial NvmlReturn DeviceGetRetiredPagesPendingStatus(nint device, out uint pending);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetNvLinkState")]
    public static partial NvmlReturn DeviceGetNvLinkState(nint device, uint link, out uint active);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetGpuFabricInfo")]
    public static partial NvmlReturn DeviceGetGpuFabricInfo(nint device, out NvmlHealthLayouts.Fabric fabric);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetGpuFabricInfoV")]
    public static partial NvmlReturn DeviceGetGpuFabricInfo2(nint device, ref NvmlHealthLayouts.Fabric2 fabric);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetComputeRunningProcesses_v2")]
    public static partial NvmlReturn DeviceGetComputeRunningProcesses2(nint device, ref uint count, ref NvmlHealthLayouts.Process first);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetComputeRunningProcesses_v3")]
    public static partial NvmlReturn DeviceGetComputeRunningProcesses3(nint device, ref uint count, ref NvmlHealthLayouts.Process first);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetGridLicensableFeatures_v4")]
    public static partial NvmlReturn DeviceGetGridLicensableFeatures4(nint device, out NvmlHealthLayouts.LicensableFeatures features);

    [LibraryImport(Library, EntryPoint = "nvmlGpmQueryDeviceSupport")]
    public static partial NvmlReturn GpmQueryDeviceSupport(nint device, ref NvmlHealthLayouts.GpmSupport support);

    [LibraryImport(Library, EntryPoint = "nvmlGpmSampleAlloc")]
    public static partial NvmlReturn GpmSampleAlloc(out nint sample);

    [LibraryImport(Library, EntryPoint = "nvmlGpmSampleGet")]
    public static partial NvmlReturn GpmSampleGet(nint device, nint sample);

    [LibraryImport(Library, EntryPoint = "nvmlGpmMetricsGet")]
    public static partial NvmlReturn GpmMetricsGet(nint request);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMaxMigDeviceCount")]
    public static partial NvmlReturn DeviceGetMaxMigDeviceCount(nint device, out uint count);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMigDeviceHandleByIndex")]
    public static partial NvmlReturn DeviceGetMigDeviceHandleByIndex(nint device, uint index, out nint instance);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetGpuInstanceId")]
    public static partial NvmlReturn DeviceGetGpuInstanceId(nint instance, out uint id);
}
