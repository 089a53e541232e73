using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Proto;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>NVIDIA's XID lines, in all their forms. Pure.</summary>
internal static partial class XidParser
{
    private const int NvLinkFirst = 144;
    private const int NvLinkLast = 150;
    private const int RecoveryActionChanged = 154;

    // NVRM: Xid (PCI:0000:05:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.
    // NVRM: Xid (0000:03:00): 14, Channel 00000001
    // NVRM: Xid (PCI:0000:41:00 GPU-I:01): 31, pid=7, name=a, ...       a MIG instance
    // NVRM: Xid (PCI:0000:04:00): 69
    // not one: NVRM: Xid (PCI:0000:04:00): %d, unknown       NVRM: Xid (invalid): some error
    public static Event? Parse(string text)
    {
        var match = XidLine().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["xid"].ValueSpan, CultureInfo.InvariantCulture, out var xid))
        {
            return null;
        }

        var happened = new Event
        {
            Kind = EventKinds.Xid,
            Code = xid,
            PciAddress = PciAddress.Normalize(match.Groups["pci"].Value),
        };
        var message = ReadProcess(match.Groups["rest"].Value, happened);
        Put(happened, "gpu_instance", match.Groups["instance"].Value);
        Put(happened, "message", message);
        ReadMessage(xid, message, happened);
        return happened;
    }

    private static void ReadMessage(int xid, string message, Event happened)
    {
        switch (xid)
        {
            case 63 or 64:
                RowRemapText.Read(message, happened);
                break;
            case >= NvLinkFirst and <= NvLinkLast:
                NvLinkText.Read(message, happened);
                break;
            case RecoveryActionChanged:
                RecoveryActionText.Read(message, happened);
                break;
        }
    }

    // pid=876767, name=ray::WorkerDict, the message       pid='<unknown>', name=<unknown>, the message
    private static string ReadProcess(string rest, Event happened)
    {
        var match = ProcessPart().Match(rest);
        if (!match.Success)
        {
            return rest.Trim();
        }

        Put(happened, "pid", match.Groups["pid"].Value);
        Put(happened, "process", match.Groups["name"].Value);
        return match.Groups["message"].Value.Trim();
    }

    private static void Put(Event happened, string key, string value)
    {
        if (value.Length > 0 && !value.Contains("<unknown>", StringComparison.Ordinal))
        {
            happened.Detail[key] = value;
        }
    }

    [GeneratedRegex(@"NVRM: Xid \((?:PCI:)?(?<pci>(?:0x)?[0-9a-fA-F]{1,8}(?::[0-9a-fA-F]{1,4}){1,2}(?:\.\d)?)(?: GPU-I:(?<instance>\d{1,3}))?\):? ?:? ?(?<xid>\d{1,9})(?:,(?<rest>.*)|\s*)$", RegexOptions.Singleline)]
    private static partial Regex XidLine();

    [GeneratedRegex(@"^\s*pid=(?<pid>'?<unknown>'?|\w{1,12})(?:, name=(?<name>[^,]{0,256}))?(?:,\s*(?<message>.*))?$", RegexOptions.Singleline)]
    private static partial Regex ProcessPart();
}
