using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>What one GPU tells of its memory, its repairs and its links by functions of its own.</summary>
internal sealed class NvmlHealth(NvmlLibrary library, nint handle)
{
    private const int MostSramFaults = 1024;

    public NvmlAnswer<NvmlHealthLayouts.SramStatus> Sram() =>
        library.Ask("nvmlDeviceGetSramEccErrorStatus", handle, static (nint device, out NvmlHealthLayouts.SramStatus status) =>
        {
            status = new() { StructVersion = NvmlLayouts.Version<NvmlHealthLayouts.SramStatus>(1) };
            return NvmlNative.DeviceGetSramEccErrorStatus(device, ref status);
        });

    /// <summary>How many distinct SRAM faults the GPU remembers.</summary>
    public NvmlAnswer<uint> SramFaultCount() =>
        library.Ask("nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts", handle, static (nint device, out uint count) =>
        {
            var faults = new NvmlHealthLayouts.SramFaults { StructVersion = NvmlLayouts.Version<NvmlHealthLayouts.SramFaults>(1) };
            var code = NvmlNative.DeviceGetSramUniqueUncorrectedEccErrorCounts(device, ref faults);
            count = faults.EntryCount;
            return code == NvmlReturn.InsufficientSize ? NvmlReturn.Success : code;
        });

    /// <summary>The faults themselves: the first thousand, of a GPU that has a handful before it is replaced.</summary>
    public unsafe NvmlAnswer<NvmlHealthLayouts.SramFaultEntry[]> SramFaults()
    {
        var count = SramFaultCount();
        if (!count.IsOk || count.Value == 0)
        {
            return count.Map(static _ => Array.Empty<NvmlHealthLayouts.SramFaultEntry>());
        }

        var entries = new NvmlHealthLayouts.SramFaultEntry[Math.Min(count.Value, MostSramFaults)];
        fixed (NvmlHealthLayouts.SramFaultEntry* first = entries)
        {
            var asked = ((nint)first, (uint)entries.Length);
            return library.Ask("nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts", handle, asked, static (nint device, (nint First, uint Length) room, out uint given) =>
            {
                var faults = new NvmlHealthLayouts.SramFaults
                {
                    StructVersion = NvmlLayouts.Version<NvmlHealthLayouts.SramFaults>(1),
                    EntryCount = room.Length,
                    Entries = room.First,
                };
                var code = NvmlNative.DeviceGetSramUniqueUncorrectedEccErrorCounts(device, ref faults);
                given = Math.Min(faults.EntryCount, room.Length);
                return code;
            }).Map(given => entries[..(int)given]);
        }
    }

    /// <summary>All places together; the way of drivers that lack the fields.</summary>
    public NvmlAnswer<ulong> EccTotal(NvmlEccErrors errors, NvmlEccSpan span) =>
        library.Ask("nvmlDeviceGetTotalEccErrors", handle, (errors, span), static (nint device, (NvmlEccErrors Errors, NvmlEccSpan Span) asked, out ulong count) =>
            NvmlNative.DeviceGetTotalEccErrors(device, (uint)asked.Errors, (uint)asked.Span, out count));

    /// <param name="location">nvmlMemoryLocation_t.</param>
    public NvmlAnswer<ulong> EccAt(uint location, NvmlEccErrors errors, NvmlEccSpan span) =>
        library.Ask(
            "nvmlDeviceGetMemoryErrorCounter", handle, (location, errors, span),
            static (nint device, (uint Location, NvmlEccErrors Errors, NvmlEccSpan Span) asked, out ulong count) =>
                NvmlNative.DeviceGetMemoryErrorCounter(device, (uint)asked.Errors, (uint)asked.Span, asked.Location, out count));

    public NvmlAnswer<NvmlHealthLayouts.RemappedRows> RemappedRows() =>
        library.Ask("nvmlDeviceGetRemappedRows", handle, static (nint device, out NvmlHealthLayouts.RemappedRows rows) =>
        {
            var code = NvmlNative.DeviceGetRemappedRows(device, out var corrected, out var uncorrected, out var pending, out var failure);
            rows = new(corrected, uncorrected, pending, failure);
            return code;
        });

    public NvmlAnswer<NvmlHealthLayouts.RemapHistogram> RemapHistogram() =>
        library.Ask<NvmlHealthLayouts.RemapHistogram>("nvmlDeviceGetRowRemapperHistogram", handle, NvmlNative.DeviceGetRowRemapperHistogram);

    public NvmlAnswer<NvmlHealthLayouts.RepairStatus> Repair() =>
        library.Ask("nvmlDeviceGetRepairStatus", handle, static (nint device, out NvmlHealthLayouts.RepairStatus status) =>
        {
            status = new() { StructVersion = NvmlLayouts.Version<NvmlHealthLayouts.RepairStatus>(1) };
            return NvmlNative.DeviceGetRepairStatus(device, ref status);
        });

    /// <summary>Pages retired for many corrected errors (cause 0) or one uncorrected (cause 1). Asked with no room for addresses,
    /// NVML answers the count and that the room is too small.</summary>
    public NvmlAnswer<uint> RetiredPages2(uint cause) =>
        library.Ask("nvmlDeviceGetRetiredPages_v2", handle, cause, static (nint device, uint cause, out uint count) =>
        {
            count = 0;
            var code = NvmlNative.DeviceGetRetiredPages2(device, cause, ref count, 0, 0);
            return code == NvmlReturn.InsufficientSize ? NvmlReturn.Success : code;
        });

    public NvmlAnswer<uint> RetiredPages(uint cause) =>
        library.Ask("nvmlDeviceGetRetiredPages", handle, cause, static (nint device, uint cause, out uint count) =>
        {
            count = 0;
            var code = NvmlNative.DeviceGetRetiredPages(device, cause, ref count, 0);
            return code == NvmlReturn.InsufficientSize ? NvmlReturn.Success : code;
        });

    public NvmlAnswer<uint> RetirementPending() =>
        library.Ask<uint>("nvmlDeviceGetRetiredPagesPendingStatus", handle, NvmlNative.DeviceGetRetiredPagesPendingStatus);

    /// <summary>A link that the GPU does not have is refused as an invalid argument.</summary>
    public NvmlAnswer<uint> NvLinkState(uint link) =>
        library.Ask("nvmlDeviceGetNvLinkState", handle, link, static (nint device, uint link, out uint active) =>
        {
            var code = NvmlNative.DeviceGetNvLinkState(device, link, out active);
            return code == NvmlReturn.InvalidArgument ? NvmlReturn.NotSupported : code;
        });

    public NvmlAnswer<NvmlHealthLayouts.Fabric2> Fabric2() =>
        library.Ask("nvmlDeviceGetGpuFabricInfoV", handle, static (nint device, out NvmlHealthLayouts.Fabric2 fabric) =>
        {
            fabric = new() { StructVersion = NvmlLayouts.Version<NvmlHealthLayouts.Fabric2>(2) };
            return NvmlNative.DeviceGetGpuFabricInfo2(device, ref fabric);
        });

    /// <summary>The same without its health.</summary>
    public NvmlAnswer<NvmlHealthLayouts.Fabric> Fabric() =>
        library.Ask<NvmlHealthLayouts.Fabric>("nvmlDeviceGetGpuFabricInfo", handle, NvmlNative.DeviceGetGpuFabricInfo);
}

/// <summary>nvmlMemoryErrorType_t.</summary>
internal enum NvmlEccErrors
{
    Corrected = 0,
    Uncorrected = 1,
}

/// <summary>nvmlEccCounterType_t: since the driver was loaded, or over the board's life.</summary>
internal enum NvmlEccSpan
{
    Volatile = 0,
    Aggregate = 1,
}
