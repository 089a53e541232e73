using System.Globalization;

namespace SovereignFleet.Agent.Gpu.Slots;

/// <summary>Which board stood where. The slot's number, where there is one, says it better than the PCI address: that may be
/// another after another card was put in.</summary>
internal sealed record GpuPlace(string PciAddress, uint? Slot, string Uuid, string Serial)
{
    public bool IsAt(GpuPlace other) => Slot is not null && other.Slot is not null ? Slot == other.Slot : PciAddress == other.PciAddress;

    /// <summary>"0000:05:00 1 GPU-5d3c... 1654023000001": "-" stands for what is not known.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"{Word(PciAddress)} {(Slot is { } slot ? slot.ToString(CultureInfo.InvariantCulture) : "-")} {Word(Uuid)} {Word(Serial)}");

    /// <summary>Null for a line that is none.</summary>
    public static GpuPlace? Parse(string line)
    {
        var words = line.Split(' ');
        if (words.Length != 4)
        {
            return null;
        }

        uint? slot = uint.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new(Text(words[0]), slot, Text(words[2]), Text(words[3]));
    }

    private static string Word(string text) => text.Length == 0 ? "-" : text.Replace(' ', '_');

    private static string Text(string word) => word == "-" ? "" : word;
}
