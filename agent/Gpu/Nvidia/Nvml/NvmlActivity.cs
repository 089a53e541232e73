using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>What runs on one GPU: its compute processes, and GPM's shares of a second.</summary>
internal sealed class NvmlActivity(NvmlLibrary library, nint handle)
{
    private const int MostProcesses = 128;
    private const uint VgpuFeature = 1; // NVML_GRID_LICENSE_FEATURE_CODE_VGPU

    /// <summary>How many run; where there is no room for all of them NVML still tells the number.</summary>
    public NvmlAnswer<uint> ProcessCount3() => library.Ask("nvmlDeviceGetComputeRunningProcesses_v3", handle, static (nint device, out uint count) =>
    {
        Span<NvmlHealthLayouts.Process> room = stackalloc NvmlHealthLayouts.Process[MostProcesses];
        count = MostProcesses;
        var code = NvmlNative.DeviceGetComputeRunningProcesses3(device, ref count, ref room[0]);
        return code == NvmlReturn.InsufficientSize ? NvmlReturn.Success : code;
    });

    public NvmlAnswer<uint> ProcessCount2() => library.Ask("nvmlDeviceGetComputeRunningProcesses_v2", handle, static (nint device, out uint count) =>
    {
        Span<NvmlHealthLayouts.Process> room = stackalloc NvmlHealthLayouts.Process[MostProcesses];
        count = MostProcesses;
        var code = NvmlNative.DeviceGetComputeRunningProcesses2(device, ref count, ref room[0]);
        return code == NvmlReturn.InsufficientSize ? NvmlReturn.Success : code;
    });

    /// <summary>Those that there is room for.</summary>
    public NvmlAnswer<NvmlHealthLayouts.Process[]> Processes()
    {
        var room = new NvmlHealthLayouts.Process[MostProcesses];
        var newer = library.Ask("nvmlDeviceGetComputeRunningProcesses_v3", handle, room, static (nint device, NvmlHealthLayouts.Process[] room, out uint count) =>
        {
            count = MostProcesses;
            return NvmlNative.DeviceGetComputeRunningProcesses3(device, ref count, ref room[0]);
        });
        var answer = newer.Outcome != NvmlOutcome.NotSupported
            ? newer
            : library.Ask("nvmlDeviceGetComputeRunningProcesses_v2", handle, room, static (nint device, NvmlHealthLayouts.Process[] room, out uint count) =>
            {
                count = MostProcesses;
                return NvmlNative.DeviceGetComputeRunningProcesses2(device, ref count, ref room[0]);
            });
        return answer.Map(count => room[..(int)count]);
    }

    /// <summary>False also where the GPU takes no vGPU licence, as DCGM tells it. A GPU that is licensed for something else says nothing.</summary>
    public NvmlAnswer<bool> VgpuLicensed() => library.Ask("nvmlDeviceGetGridLicensableFeatures_v4", handle, static (nint device, out bool licensed) =>
    {
        var code = NvmlNative.DeviceGetGridLicensableFeatures4(device, out var features);
        var state = features.IsSupported == 0 ? 0 : features.StateOf(VgpuFeature);
        licensed = state > 0;
        return code == NvmlReturn.Success && state is null ? NvmlReturn.NotSupported : code;
    });

    public NvmlAnswer<bool> GpmSupported() => library.Ask("nvmlGpmQueryDeviceSupport", handle, static (nint device, out bool supported) =>
    {
        var support = new NvmlHealthLayouts.GpmSupport { StructVersion = 1 };
        var code = NvmlNative.GpmQueryDeviceSupport(device, ref support);
        supported = support.IsSupported != 0;
        return code;
    });

    public NvmlAnswer<bool> GpmSample(nint sample) => library.Ask("nvmlGpmSampleGet", handle, sample, static (nint device, nint sample, out bool done) =>
    {
        done = true;
        return NvmlNative.GpmSampleGet(device, sample);
    });

    public NvmlAnswer<bool> GpmMetrics(nint request) => library.Ask("nvmlGpmMetricsGet", request, static (nint request, out bool done) =>
    {
        done = true;
        return NvmlNative.GpmMetricsGet(request);
    });
}
