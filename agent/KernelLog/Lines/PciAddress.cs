namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>PCI addresses as the driver writes them, in one form: "0000:05:00". Pure.</summary>
internal static class PciAddress
{
    // PCI:0000:05:00   0000:18:00.0   18:00.0   00000000:04:00.0   0009:01:00   0x0000:05:00
    public static string Normalize(string written)
    {
        var address = written.Trim().ToLowerInvariant();
        address = address.StartsWith("pci:", StringComparison.Ordinal) ? address[4..] : address;
        address = address.StartsWith("0x", StringComparison.Ordinal) ? address[2..] : address;
        var parts = address.Split('.')[0].Split(':');
        return parts.Length switch
        {
            2 => $"0000:{parts[0]}:{parts[1]}",
            3 => $"{Domain(parts[0])}:{parts[1]}:{parts[2]}",
            _ => address,
        };
    }

    private static string Domain(string domain) =>
        domain.Length == 8 && domain.StartsWith("0000", StringComparison.Ordinal) ? domain[4..] : domain.PadLeft(4, '0');
}
