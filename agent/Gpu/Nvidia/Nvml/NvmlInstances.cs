using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>The instances into which MIG has divided one GPU; of one of them, which it is.</summary>
internal sealed class NvmlInstances(NvmlLibrary library, nint handle)
{
    /// <summary>How many places there are; they need not all be taken.</summary>
    public NvmlAnswer<uint> Places() => library.Ask<uint>("nvmlDeviceGetMaxMigDeviceCount", handle, NvmlNative.DeviceGetMaxMigDeviceCount);

    /// <summary>A compute instance: several may share one GPU instance. An empty place answers "not found".</summary>
    public NvmlAnswer<NvmlDevice> At(uint place) =>
        library.Ask("nvmlDeviceGetMigDeviceHandleByIndex", handle, place, static (nint device, uint place, out nint instance) =>
            NvmlNative.DeviceGetMigDeviceHandleByIndex(device, place, out instance)).Map(instance => new NvmlDevice(library, instance));

    public NvmlAnswer<uint> Id() => library.Ask<uint>("nvmlDeviceGetGpuInstanceId", handle, NvmlNative.DeviceGetGpuInstanceId);
}
