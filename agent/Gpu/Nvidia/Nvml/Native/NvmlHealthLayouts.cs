using System.Runtime.InteropServices;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

/// <summary>NVML's structs about a GPU's health, laid out as in nvml.h of NVML 13. A test compares sizes and offsets with
/// NVIDIA's own.</summary>
internal static class NvmlHealthLayouts
{
    /// <summary>nvmlEccSramErrorStatus_v1_t, 104 bytes. Uncorrected errors are told as parity and SEC-DED apart.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct SramStatus
    {
        public uint StructVersion;
        public ulong AggregateParity;
        public ulong AggregateSecDed;
        public ulong AggregateCorrected;
        public ulong VolatileParity;
        public ulong VolatileSecDed;
        public ulong VolatileCorrected;
        public fixed ulong AggregateBuckets[5];
        public uint ThresholdExceeded;
    }

    /// <summary>nvmlEccSramUniqueUncorrectedErrorCounts_v1_t, 16 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SramFaults
    {
        public uint StructVersion;
        public uint EntryCount;
        public nint Entries;
    }

    /// <summary>nvmlEccSramUniqueUncorrectedErrorEntry_v1_t, 28 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SramFaultEntry
    {
        public uint Unit;
        public uint Location;
        public uint Sublocation;
        public uint Extlocation;
        public uint Address;
        public uint IsParity;
        public uint Count;
    }

    /// <summary>nvmlRowRemapperHistogramValues_t, 20 bytes: banks by the spare rows that they have left.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct RemapHistogram
    {
        public uint Max;
        public uint High;
        public uint Partial;
        public uint Low;
        public uint None;
    }

    /// <summary>What nvmlDeviceGetRemappedRows gives by four pointers.</summary>
    internal readonly record struct RemappedRows(uint Corrected, uint Uncorrected, uint Pending, uint Failure);

    /// <summary>nvmlRepairStatus_v1_t, 12 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct RepairStatus
    {
        public uint StructVersion;
        public uint ChannelPending;
        public uint TpcPending;
    }

    /// <summary>nvmlGpuFabricInfo_t, 28 bytes: state is one byte (nvmlGpuFabricState_t is an unsigned char).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct Fabric
    {
        public fixed byte ClusterUuid[16];
        public uint Status;
        public uint CliqueId;
        public byte State;
    }

    /// <summary>nvmlGpuFabricInfo_v2_t, 36 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct Fabric2
    {
        public uint StructVersion;
        public fixed byte ClusterUuid[16];
        public uint Status;
        public uint CliqueId;
        public byte State;
        public uint HealthMask;
    }

    /// <summary>nvmlProcessInfo_t of _v2 and _v3, 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Process
    {
        public uint ProcessId;
        public ulong UsedMemory;
        public uint GpuInstanceId;
        public uint ComputeInstanceId;
    }

    /// <summary>nvmlGridLicensableFeature_t, 284 bytes; its texts and its expiry are not read.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct LicensableFeature
    {
        public uint Code;
        public uint State;
        public fixed byte Info[128];
        public fixed byte ProductName[128];
        public uint Enabled;
        public fixed uint Expiry[4];
    }

    /// <summary>nvmlGridLicensableFeatures_t, 860 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LicensableFeatures
    {
        public int IsSupported;
        public uint Count;
        public LicensableFeature First;
        public LicensableFeature Second;
        public LicensableFeature Third;

        /// <summary>Null where this feature is not among them.</summary>
        public readonly uint? StateOf(uint code)
        {
            ReadOnlySpan<LicensableFeature> all = [First, Second, Third];
            foreach (ref readonly var feature in all[..(int)Math.Min(Count, (uint)all.Length)])
            {
                if (feature.Code == code)
                {
                    return feature.State;
                }
            }

            return null;
        }
    }

    /// <summary>nvmlGpmSupport_t, 8 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct GpmSupport
    {
        public uint StructVersion;
        public uint IsSupported;
    }

    /// <summary>nvmlGpmMetric_t, 40 bytes; the three texts are not read.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct GpmMetric
    {
        public uint MetricId;
        public NvmlReturn Return;
        public double Value;
        public nint ShortName;
        public nint LongName;
        public nint Unit;
    }

    /// <summary>The head of nvmlGpmMetricsGet_t, 24 bytes; 333 metrics follow it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct GpmRequest
    {
        public uint StructVersion;
        public uint MetricCount;
        public nint Sample1;
        public nint Sample2;
    }
}
