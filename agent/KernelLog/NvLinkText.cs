using System.Text.RegularExpressions;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>What XIDs 144 to 150 (NVLink 5) say after the number. Pure.</summary>
internal static partial class NvLinkText
{
    // NETIR_LINK_EVT  Fatal   XC0 i0 Link 01 (0x021425c6 0x00000000 0x00000000 0x00000000 0x00000000 0x00000000)
    // RLW_RXPIPE Nonfatal XC0 i0 Link 13 (0x0409a0c2 0x00000008 0x00000001 0x00000000 0x00100000 0x00000004)
    // NETIR Fatal XC0 i0 Link -1 (0x000fe406          cut short; -1: no one link
    // TLW_RX/TLW_RX_PIPE0 Fatal XC0 i0 Link 00 (0x0000000a 0x00000004 ...)
    public static void Read(string message, Event happened)
    {
        var match = SubCode().Match(message);
        if (!match.Success)
        {
            return;
        }

        happened.Detail["unit"] = match.Groups["unit"].Value;
        happened.Detail["severity"] = match.Groups["severity"].Value;
        happened.Detail["link"] = match.Groups["link"].Value.TrimStart('0') is { Length: > 0 } link ? link : "0";
        var words = HexWord().Matches(match.Groups["words"].Value);
        if (words.Count > 0)
        {
            happened.Detail["interrupt_info"] = words[0].Value;
        }

        if (words.Count > 1)
        {
            happened.Detail["error_status"] = words[1].Value;
        }
    }

    [GeneratedRegex(@"^(?<unit>[A-Z][\w/]{0,60})\s+(?<severity>Fatal|Nonfatal)\s+XC\d+\s+i\d+\s+Link\s+(?<link>-?\d{1,3})\s+\((?<words>[^)]{0,400})")]
    private static partial Regex SubCode();

    [GeneratedRegex(@"0x[0-9a-fA-F]{1,16}")]
    private static partial Regex HexWord();
}
