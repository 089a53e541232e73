using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Driver.Blocks;

/// <summary>A GPU that fell off the bus without an XID: one line, or three that belong together.</summary>
internal sealed partial class FallenOffBusParser
{
    private readonly List<KernelLine> begun = [];
    private string address = "";

    public bool IsHolding => begun.Count > 0;

    // NVRM: GPU 0000:29:00.0: GPU has fallen off the bus.        NVRM: GPU 18:00.0: GPU has fallen off the bus.
    public static Event? ParseOne(KernelLine line)
    {
        var match = OneLine().Match(line.Text);
        return match.Success ? Fallen(line, PciAddress.Normalize(match.Groups["pci"].Value)) : null;
    }

    public static bool Begins(string text) => First().IsMatch(text);

    // NVRM: The NVIDIA GPU 0000:18:00.0
    // NVRM: (PCI ID: 10de:2901) installed in this system has
    // NVRM: fallen off the bus and is not responding to commands.
    /// <summary>Takes a line that belongs to the three; the Event comes with the last. False: the line is something else.</summary>
    public bool Take(KernelLine line, out Event? happened)
    {
        happened = null;
        if (First().Match(line.Text) is { Success: true } first)
        {
            begun.Clear();
            address = PciAddress.Normalize(first.Groups["pci"].Value);
        }
        else if (begun.Count == 0 || !line.Text.Contains(begun.Count == 1 ? "(PCI ID:" : "fallen off the bus", StringComparison.Ordinal))
        {
            return false;
        }

        begun.Add(line);
        if (begun.Count == 3)
        {
            var text = string.Join(' ', begun.Select(one => one.Text));
            happened = Fallen(begun[0], address);
            happened.Text = text.Length > KernelRecord.LongestText ? text[..KernelRecord.LongestText] : text;
            begun.Clear();
        }

        return true;
    }

    /// <summary>Lines that turned out to be the begin of nothing: they are told as they are.</summary>
    public IReadOnlyList<KernelLine> GiveUp()
    {
        KernelLine[] lines = [.. begun];
        begun.Clear();
        return lines;
    }

    private static Event Fallen(KernelLine line, string address)
    {
        var happened = line.Tell(EventKinds.FallenOffBus);
        happened.PciAddress = address;
        return happened;
    }

    [GeneratedRegex(@"NVRM: GPU (?:at )?(?:PCI:)?(?<pci>[0-9a-fA-F:.]{4,20}): GPU has fallen off the bus")]
    private static partial Regex OneLine();

    [GeneratedRegex(@"NVRM: The NVIDIA GPU (?<pci>[0-9a-fA-F:.]{4,20})\s{0,8}\z")]
    private static partial Regex First();
}
