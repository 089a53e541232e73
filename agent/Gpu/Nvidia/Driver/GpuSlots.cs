using SovereignFleet.Agent.Gpu.Nvidia.Nvml;

namespace SovereignFleet.Agent.Gpu.Nvidia.Driver;

/// <summary>Lists the GPUs of an open library, and keeps those that were known and are gone.</summary>
internal static class GpuSlots
{
    public static IReadOnlyList<GpuSlot> List(NvmlLibrary library, IReadOnlyList<GpuSlot> known)
    {
        var count = library.DeviceCount();
        var listed = new List<GpuSlot>();
        for (uint index = 0; count.IsOk && index < count.Value; index++)
        {
            listed.Add(At(index, library.Device(index), known));
        }

        var gone = known.Where(old => old.Uuid.Length > 0 && listed.TrueForAll(slot => slot.Uuid != old.Uuid));
        return [.. listed, .. gone.Select(old => old with { Device = null, LostReason = "the driver no longer lists this GPU" })];
    }

    private static GpuSlot At(uint index, NvmlAnswer<NvmlDevice> device, IReadOnlyList<GpuSlot> known)
    {
        var uuid = device.IsOk ? device.Value!.Identity.Uuid() : new(device.Outcome, "", device.Reason);
        if (uuid.IsOk)
        {
            var pci = device.Value!.Identity.PciAddress();
            return new GpuSlot(index, uuid.Value!, pci.Value ?? "", device.Value, "");
        }

        // A lost GPU does not tell its name; it stood at this index before.
        var before = known.FirstOrDefault(slot => slot.Index == index);
        return new GpuSlot(index, before?.Uuid ?? "", before?.PciAddress ?? "", null, uuid.Reason);
    }
}
