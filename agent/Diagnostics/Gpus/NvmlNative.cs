using System.Runtime.InteropServices;

namespace SovereignFleet.Diagnostics.Gpus;

/// <summary>The entry points of NVML that the check calls. No logic here.</summary>
internal static partial class NvmlNative
{
    private const string Library = "libnvidia-ml.so.1";

    [LibraryImport(Library, EntryPoint = "nvmlInit_v2")]
    public static partial int Init();

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetHandleByUUID", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int HandleByUuid(string uuid, out nint device);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetTemperature")]
    public static partial int Temperature(nint device, uint sensor, out uint celsius);
}
