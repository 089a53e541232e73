using System.Globalization;

namespace SovereignFleet.Server.Link.Events;

/// <summary>A GPU's place on the bus, however it is written: the kernel log says "0000:05:00", "18:00.0" or "PCI:0000:05:00", NVML says "00000000:05:00.0".
/// The function is left out: the kernel log does not name it.</summary>
internal readonly record struct PciAddress(uint Domain, byte Bus, byte Device)
{
    /// <summary>Null where the text is no such address.</summary>
    public static PciAddress? Parse(string text)
    {
        if (text.StartsWith("PCI:", StringComparison.OrdinalIgnoreCase))
        {
            text = text[4..];
        }

        var function = text.LastIndexOf('.');
        var parts = (function < 0 ? text : text[..function]).Split(':');
        if (parts.Length is not (2 or 3))
        {
            return null;
        }

        var domain = 0U;
        return (parts.Length == 2 || Hex(parts[0], out domain)) && Hex(parts[^2], out var bus) && Hex(parts[^1], out var device)
            && bus <= byte.MaxValue && device <= byte.MaxValue
            ? new PciAddress(domain, (byte)bus, (byte)device)
            : null;
    }

    private static bool Hex(string text, out uint value) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
