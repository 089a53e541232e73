using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>NVSwitch errors. The driver writes several lines for one; only the first is an error. Pure.</summary>
internal static partial class SxidParser
{
    // nvidia-nvswitch3: SXid (PCI:0000:05:00.0): 12028, Non-fatal, Link 32 egress non-posted PRIV error (First)
    // nvidia-nvswitch0: SXid (PCI:0000:00:00.0): 20034, Fatal, Link 30 LTSSM Fault Up
    // what belongs to the line before:
    // nvidia-nvswitch2: SXid (PCI:0000:07:00.0): 20034, Severity 1 Engine instance 60 Sub-engine instance 00
    // nvidia-nvswitch2: SXid (PCI:0000:07:00.0): 20034, Data {0x50610002, 0x10100030, ...}
    public static Event? Parse(KernelLine line)
    {
        var match = SxidLine().Match(line.Text);
        if (!match.Success || !int.TryParse(match.Groups["sxid"].ValueSpan, CultureInfo.InvariantCulture, out var sxid))
        {
            return null;
        }

        var message = match.Groups["message"].Value.Trim();
        var continues = Continuation().IsMatch(message);
        var happened = line.Tell(continues ? EventKinds.DriverMessage : EventKinds.Sxid);
        happened.Code = continues ? 0 : sxid;
        happened.PciAddress = PciAddress.Normalize(match.Groups["pci"].Value);
        happened.Detail["switch"] = match.Groups["switch"].Value;
        happened.Detail["message"] = message;
        if (continues)
        {
            happened.Detail["continues_sxid"] = match.Groups["sxid"].Value;
            return happened;
        }

        ReadMessage(message, happened);
        return happened;
    }

    private static void ReadMessage(string message, Event happened)
    {
        var severity = Severity().Match(message);
        if (severity.Success)
        {
            happened.Detail["severity"] = severity.Groups["severity"].Value;
        }

        var link = Link().Match(message);
        if (link.Success)
        {
            happened.Detail["link"] = link.Groups["link"].Value;
        }
    }

    [GeneratedRegex(@"nvidia-nvswitch(?<switch>\d{1,3}): SXid \((?:PCI:)?(?<pci>[0-9a-fA-F:.]{1,20})\): (?<sxid>\d{1,9})(?:,(?<message>.*)|\s*)\z", RegexOptions.Singleline)]
    private static partial Regex SxidLine();

    [GeneratedRegex(@"^(?:Severity \d|Data \{)")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^(?<severity>Fatal|Non-fatal|Corrected)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Severity();

    [GeneratedRegex(@"\bLink (?<link>\d{1,3})\b")]
    private static partial Regex Link();
}
