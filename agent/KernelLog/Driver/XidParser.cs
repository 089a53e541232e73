using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Driver;

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
    public static Event? Parse(KernelLine line)
    {
        var match = XidLine().Match(line.Text);
        if (!match.Success || !int.TryParse(match.Groups["xid"].ValueSpan, CultureInfo.InvariantCulture, out var xid))
        {
            return null;
        }

        var happened = line.Tell(EventKinds.Xid);
        happened.Code = xid;
        happened.PciAddress = PciAddress.Normalize(match.Groups["pci"].Value);
        var message = ProcessText.Read(match.Groups["rest"].Value, happened);
        Put(happened, "gpu_instance", match.Groups["instance"].Value);
        Put(happened, "message", message);
        ReadMessage(xid, message, happened);
        return happened;
    }

    /// <summary>The number of the XID, also where the Event is told as a change of the recovery action.</summary>
    public static int CodeOf(Event happened) => happened.Kind == EventKinds.RecoveryAction ? RecoveryActionChanged : happened.Code;

    public static void Put(Event happened, string key, string value)
    {
        if (value.Length > 0 && !value.Contains("<unknown>", StringComparison.Ordinal))
        {
            happened.Detail[key] = value;
        }
    }

    private static void ReadMessage(int xid, string message, Event happened)
    {
        switch (xid)
        {
            case 63 or 64:
                RowRemapText.Read(message, happened);
                break;
            case 74:
                NvLinkText.ReadEarlier(message, happened);
                break;
            case 119 or 120:
                GspText.Read(message, happened);
                break;
            case >= NvLinkFirst and <= NvLinkLast:
                NvLinkText.Read(message, happened);
                break;
            case RecoveryActionChanged:
                RecoveryActionText.Read(message, happened);
                break;
        }
    }

    [GeneratedRegex(@"NVRM: Xid \((?:PCI:)?(?<pci>(?:0x)?[0-9a-fA-F]{1,8}(?::[0-9a-fA-F]{1,4}){1,2}(?:\.\d)?)(?: GPU-I:(?<instance>\d{1,3}))?\):? ?:? ?(?<xid>\d{1,9})(?:,(?<rest>.*)|\s*)\z", RegexOptions.Singleline)]
    private static partial Regex XidLine();
}
