using System.Text;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>What one GPU is and how it is set: what changes only when somebody changes it.</summary>
internal sealed class NvmlIdentity(NvmlLibrary library, nint handle)
{
    public NvmlAnswer<string> Uuid() => library.AskText("nvmlDeviceGetUUID", handle, NvmlNative.DeviceGetUuid);

    public NvmlAnswer<string> Name() => library.AskText("nvmlDeviceGetName", handle, NvmlNative.DeviceGetName);

    public NvmlAnswer<string> Serial() => library.AskText("nvmlDeviceGetSerial", handle, NvmlNative.DeviceGetSerial);

    public NvmlAnswer<string> PartNumber() => library.AskText("nvmlDeviceGetBoardPartNumber", handle, NvmlNative.DeviceGetBoardPartNumber);

    public NvmlAnswer<string> VbiosVersion() => library.AskText("nvmlDeviceGetVbiosVersion", handle, NvmlNative.DeviceGetVbiosVersion);

    public NvmlAnswer<string> InforomVersion() =>
        library.AskText("nvmlDeviceGetInforomImageVersion", handle, NvmlNative.DeviceGetInforomImageVersion);

    /// <summary>NVML asks for 64 bytes here, and takes no length.</summary>
    public NvmlAnswer<string> GspFirmware() => library.AskText("nvmlDeviceGetGspFirmwareVersion", handle, static (nint device, ref byte text, uint _) =>
        NvmlNative.DeviceGetGspFirmwareVersion(device, ref text));

    /// <summary>"00000000:05:00.0".</summary>
    public unsafe NvmlAnswer<string> PciAddress() =>
        library.Ask<NvmlLayouts.PciInfo>("nvmlDeviceGetPciInfo_v3", handle, NvmlNative.DeviceGetPciInfo).Map(static pci =>
        {
            var text = new ReadOnlySpan<byte>(pci.BusId, 32);
            var end = text.IndexOf((byte)0);
            return Encoding.ASCII.GetString(end < 0 ? text : text[..end]);
        });

    /// <summary>Which board of an SXM baseboard it is.</summary>
    public NvmlAnswer<uint> ModuleId() => library.Ask<uint>("nvmlDeviceGetModuleId", handle, NvmlNative.DeviceGetModuleId);

    /// <summary>N of /dev/nvidiaN.</summary>
    public NvmlAnswer<uint> MinorNumber() => library.Ask<uint>("nvmlDeviceGetMinorNumber", handle, NvmlNative.DeviceGetMinorNumber);

    public NvmlAnswer<string> Architecture() =>
        library.Ask<uint>("nvmlDeviceGetArchitecture", handle, NvmlNative.DeviceGetArchitecture).Map(static number => number switch
        {
            2 => "Kepler",
            3 => "Maxwell",
            4 => "Pascal",
            5 => "Volta",
            6 => "Turing",
            7 => "Ampere",
            8 => "Ada",
            9 => "Hopper",
            10 => "Blackwell",
            13 => "Rubin",
            _ => "",
        });

    public NvmlAnswer<bool> EccEnabled() => library.Ask("nvmlDeviceGetEccMode", handle, static (nint device, out bool on) =>
    {
        var code = NvmlNative.DeviceGetEccMode(device, out var current, out _);
        on = current != 0;
        return code;
    });

    public NvmlAnswer<bool> MigEnabled() => library.Ask("nvmlDeviceGetMigMode", handle, static (nint device, out bool on) =>
    {
        var code = NvmlNative.DeviceGetMigMode(device, out var current, out _);
        on = current != 0;
        return code;
    });

    public NvmlAnswer<bool> Persistence() => library.Ask("nvmlDeviceGetPersistenceMode", handle, static (nint device, out bool on) =>
    {
        var code = NvmlNative.DeviceGetPersistenceMode(device, out var mode);
        on = mode != 0;
        return code;
    });

    public NvmlAnswer<uint> TemperatureLimit(NvmlTemperatureLimit limit) =>
        library.Ask("nvmlDeviceGetTemperatureThreshold", handle, limit, static (nint device, NvmlTemperatureLimit limit, out uint celsius) =>
            NvmlNative.DeviceGetTemperatureThreshold(device, (uint)limit, out celsius));

    public NvmlAnswer<uint> MaxPcieGeneration() =>
        library.Ask<uint>("nvmlDeviceGetMaxPcieLinkGeneration", handle, NvmlNative.DeviceGetMaxPcieLinkGeneration);

    public NvmlAnswer<uint> MaxPcieWidth() => library.Ask<uint>("nvmlDeviceGetMaxPcieLinkWidth", handle, NvmlNative.DeviceGetMaxPcieLinkWidth);

    public NvmlAnswer<uint> DefaultPowerLimit() =>
        library.Ask<uint>("nvmlDeviceGetPowerManagementDefaultLimit", handle, NvmlNative.DeviceGetPowerManagementDefaultLimit);

    public NvmlAnswer<(uint Least, uint Most)> PowerLimits() =>
        library.Ask("nvmlDeviceGetPowerManagementLimitConstraints", handle, static (nint device, out (uint Least, uint Most) limits) =>
        {
            var code = NvmlNative.DeviceGetPowerManagementLimitConstraints(device, out var least, out var most);
            limits = (least, most);
            return code;
        });
}

/// <summary>nvmlTemperatureThresholds_t.</summary>
internal enum NvmlTemperatureLimit
{
    Shutdown = 0,
    Slowdown = 1,
    MemoryMax = 2,
    GpuMax = 3,
}
