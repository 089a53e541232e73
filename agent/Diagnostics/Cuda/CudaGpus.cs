using System.Text;
using ManagedCuda;
using ManagedCuda.BasicTypes;
using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Cuda;

/// <summary>The GPUs, by ManagedCuda.</summary>
internal sealed class CudaGpus : IGpus
{
    private const int UuidBytes = 16;

    public CudaGpus() => CudaLibrary.BeFindable();

    public IReadOnlyList<GpuIdentity> List() => CudaLibrary.Guard<IReadOnlyList<GpuIdentity>>(
        "list the GPUs", () => [.. Enumerable.Range(0, CudaContext.GetDeviceCount()).Select(Identify)]);

    public IGpu Open(GpuIdentity gpu) => CudaLibrary.Guard($"open GPU {gpu.Index}", () => new CudaGpu(gpu));

    private static GpuIdentity Identify(int index)
    {
        var device = CudaContext.GetCUdevice(index);
        return new GpuIdentity(index, Uuid(device), PciAddress(device), CudaContext.GetDeviceName(index).TrimEnd('\0'));
    }

    // GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b
    private static string Uuid(CUdevice device)
    {
        var uuid = new CUuuid { bytes = new byte[UuidBytes] };
        Check(DriverAPINativeMethods.DeviceManagement.cuDeviceGetUuid_v2(ref uuid, device));
        return "GPU-" + new Guid(uuid.bytes, bigEndian: true).ToString("D");
    }

    private static string PciAddress(CUdevice device)
    {
        var text = new byte[32];
        Check(DriverAPINativeMethods.DeviceManagement.cuDeviceGetPCIBusId(text, text.Length, device));
        return Encoding.ASCII.GetString(text).TrimEnd('\0').ToLowerInvariant();
    }

    private static void Check(CUResult result)
    {
        if (result != CUResult.Success)
        {
            throw new CudaException(result);
        }
    }
}
