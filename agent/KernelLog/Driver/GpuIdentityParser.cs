using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>The driver tells a GPU's UUID and its board's serial in the log before its first error: they name the errors that follow.</summary>
internal sealed partial class GpuIdentityParser
{
    private const int MostGpus = 64;
    private readonly Dictionary<string, string> uuids = [];
    private readonly Dictionary<string, string> serials = [];
    private string last = "";

    // NVRM: GPU at PCI:0000:9b:00: GPU-509665ad-b600-ac93-3616-d754b23d636d
    // NVRM: GPU Board Serial Number: 1650124014249
    public void Learn(string text)
    {
        var match = Identity().Match(text);
        if (match.Success)
        {
            last = PciAddress.Normalize(match.Groups["pci"].Value);
            Keep(uuids, last, match.Groups["uuid"].Value);
            serials.Remove(last); // Of the board that stood here before.
        }
        else if (last.Length > 0 && Serial().Match(text) is { Success: true } serial)
        {
            Keep(serials, last, serial.Groups["serial"].Value);
        }
    }

    public string UuidOf(string pciAddress) => uuids.GetValueOrDefault(pciAddress, "");

    public string SerialOf(string pciAddress) => serials.GetValueOrDefault(pciAddress, "");

    private static void Keep(Dictionary<string, string> known, string pciAddress, string value)
    {
        if (known.Count < MostGpus || known.ContainsKey(pciAddress))
        {
            known[pciAddress] = value;
        }
    }

    [GeneratedRegex(@"NVRM: GPU at (?:PCI:)?(?<pci>[0-9a-fA-F:.]{4,20}): (?<uuid>GPU-[0-9a-fA-F-]{36})")]
    private static partial Regex Identity();

    [GeneratedRegex(@"NVRM: GPU Board Serial Number: (?<serial>[0-9A-Za-z-]{1,40})")]
    private static partial Regex Serial();
}
