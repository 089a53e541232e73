using System.Runtime.InteropServices;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

/// <summary>NVML's structs, laid out as in nvml.h of NVML 13 (unchanged since the version in each name). A test compares the
/// sizes with NVIDIA's own.</summary>
internal static class NvmlLayouts
{
    /// <summary>What versioned structs carry first: NVML_STRUCT_VERSION.</summary>
    public static unsafe uint Version<T>(uint version)
        where T : unmanaged => (uint)sizeof(T) | (version << 24);

    /// <summary>nvmlPciInfo_t, 68 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct PciInfo
    {
        public fixed byte BusIdLegacy[16];
        public uint Domain;
        public uint Bus;
        public uint Device;
        public uint PciDeviceId;
        public uint PciSubSystemId;
        public fixed byte BusId[32];
    }

    /// <summary>nvmlUtilization_t, 8 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Utilization
    {
        public uint Gpu;
        public uint Memory;
    }

    /// <summary>nvmlMemory_t, 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }

    /// <summary>nvmlMemory_v2_t, 40 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Memory2
    {
        public uint StructVersion;
        public ulong Total;
        public ulong Reserved;
        public ulong Free;
        public ulong Used;
    }

    /// <summary>nvmlMarginTemperature_v1_t, 8 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Margin
    {
        public uint StructVersion;
        public int Celsius;
    }

    /// <summary>nvmlFieldValue_t, 40 bytes. Value is a union of 8 bytes: <see cref="ValueType"/> says of what.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FieldValue
    {
        public uint FieldId;
        public uint ScopeId;
        public long Timestamp;
        public long LatencyMicroseconds;
        public uint ValueType;
        public NvmlReturn Return;
        public ulong Value;
    }

    /// <summary>nvmlEventData_t, 32 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct EventData
    {
        public nint Device;
        public ulong EventType;
        public ulong Data;
        public uint GpuInstanceId;
        public uint ComputeInstanceId;
    }
}
