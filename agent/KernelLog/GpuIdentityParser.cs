using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>The driver tells a GPU's UUID in the log before its first error: it names the errors that follow.</summary>
internal sealed partial class GpuIdentityParser
{
    private const int MostGpus = 64;
    private readonly Dictionary<string, string> uuids = [];

    // NVRM: GPU at PCI:0000:9b:00: GPU-509665ad-b600-ac93-3616-d754b23d636d
    public void Learn(string text)
    {
        var match = Identity().Match(text);
        if (match.Success && uuids.Count < MostGpus)
        {
            uuids[PciAddress.Normalize(match.Groups["pci"].Value)] = match.Groups["uuid"].Value;
        }
    }

    public string UuidOf(string pciAddress) => uuids.GetValueOrDefault(pciAddress, "");

    [GeneratedRegex(@"NVRM: GPU at (?:PCI:)?(?<pci>[0-9a-fA-F:.]{4,20}): (?<uuid>GPU-[0-9a-fA-F-]{36})")]
    private static partial Regex Identity();
}
