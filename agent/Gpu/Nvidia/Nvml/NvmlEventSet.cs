using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>A subscription to the events of all GPUs that are here. Its GPUs are known by their handles of one generation.</summary>
internal sealed class NvmlEventSet
{
    // All but P-state, clock and power-source changes: those are load, not health.
    private const ulong Wanted = 0x1 | 0x2 | 0x8 | 0x200 | 0x400 | 0x800 | 0x1000 | 0x2000 | 0x4000 | 0x8000;

    private readonly NvmlLibrary library;
    private readonly nint set;
    private readonly Dictionary<nint, GpuSlot> gpus;

    private NvmlEventSet(NvmlLibrary library, nint set, Dictionary<nint, GpuSlot> gpus)
    {
        this.library = library;
        this.set = set;
        this.gpus = gpus;
    }

    public static NvmlAnswer<NvmlEventSet> Create(NvmlLibrary library, IReadOnlyList<GpuSlot> slots)
    {
        var created = library.Ask("nvmlEventSetCreate", 0, static (nint _, out nint set) => NvmlNative.EventSetCreate(out set));
        if (!created.IsOk)
        {
            return new(created.Outcome, null, created.Reason);
        }

        var gpus = slots.Where(slot => slot.Device is not null).ToDictionary(slot => slot.Device!.Handle);
        foreach (var device in gpus.Keys)
        {
            // A GPU that cannot tell events (a MIG slice, an old board) leaves the others theirs.
            var types = library.Ask<ulong>("nvmlDeviceGetSupportedEventTypes", device, NvmlNative.DeviceGetSupportedEventTypes);
            if ((types.Value & Wanted) != 0)
            {
                Register(library, device, types.Value & Wanted, created.Value);
            }
        }

        return new(NvmlOutcome.Ok, new NvmlEventSet(library, created.Value, gpus), "");
    }

    /// <summary>Waits for one event; null where none came.</summary>
    public NvmlAnswer<NvmlEvent?> Wait(TimeSpan atMost)
    {
        var milliseconds = (uint)atMost.TotalMilliseconds;
        var answer = library.Ask("nvmlEventSetWait_v2", set, milliseconds, static (nint handle, uint milliseconds, out NvmlLayouts.EventData? data) =>
        {
            var code = NvmlNative.EventSetWait(handle, out var read, milliseconds);
            data = code == NvmlReturn.Success ? read : null;
            return code == NvmlReturn.Timeout ? NvmlReturn.Success : code;
        });
        return answer.Value is { } read
            ? new(NvmlOutcome.Ok, new NvmlEvent(gpus.GetValueOrDefault(read.Device), read.EventType, read.Data), "")
            : new(answer.Outcome, null, answer.Reason);
    }

    private static void Register(NvmlLibrary library, nint device, ulong types, nint set) =>
        library.Ask("nvmlDeviceRegisterEvents", device, (types, set), static (nint handle, (ulong Types, nint Set) wanted, out bool done) =>
        {
            done = true;
            return NvmlNative.DeviceRegisterEvents(handle, wanted.Types, wanted.Set);
        });

    public void Free() => library.Ask("nvmlEventSetFree", set, static (nint handle, out bool done) =>
    {
        done = true;
        return NvmlNative.EventSetFree(handle);
    });
}

/// <summary>What NVML told: type is one bit of nvmlEventType*; data is the XID where the type is XID.</summary>
internal sealed record NvmlEvent(GpuSlot? Gpu, ulong Type, ulong Data);
