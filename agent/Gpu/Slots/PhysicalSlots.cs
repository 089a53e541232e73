using System.Globalization;

namespace SovereignFleet.Agent.Gpu.Slots;

/// <summary>The slot numbers that the mainboard's firmware gives to PCI addresses: /sys/bus/pci/slots/NUMBER/address.</summary>
internal sealed class PhysicalSlots(string folder)
{
    public const string System = "/sys/bus/pci/slots";

    /// <summary>"00000000:05:00.0" of NVML is "0000:05:00" of the kernel.</summary>
    public uint? Find(string pciAddress)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        try
        {
            return Directory.EnumerateDirectories(folder)
                .Where(slot => IsAt(slot, pciAddress))
                .Select(slot => Number(Path.GetFileName(slot)))
                .FirstOrDefault(number => number is not null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsAt(string slot, string pciAddress)
    {
        var file = Path.Combine(slot, "address");
        var address = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        return address.Length > 0
            && pciAddress.Split('.')[0].EndsWith(address, StringComparison.OrdinalIgnoreCase);
    }

    // Some firmware numbers "1", some "1-2" where a name stands twice.
    private static uint? Number(string name) =>
        uint.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
