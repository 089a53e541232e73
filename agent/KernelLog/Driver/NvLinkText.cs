using System.Text.RegularExpressions;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>What XIDs 144 to 150 (NVLink 5) and 74 (before it) say after the number. Pure.</summary>
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
        happened.Detail["cluster"] = match.Groups["cluster"].Value;
        happened.Detail["instance"] = match.Groups["instance"].Value;
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

        if (words.Count > 2)
        {
            happened.Detail["registers"] = string.Join(' ', words.Select(word => word.Value));
        }
    }

    // NVLink: fatal error detected on link 6(0x10000, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0)          NVIDIA's catalogue tells what the bits of each register mean
    // NVLink: fatal error detected on link 2          of older drivers
    public static void ReadEarlier(string message, Event happened)
    {
        var match = EarlierLink().Match(message);
        if (!match.Success)
        {
            return;
        }

        happened.Detail["severity"] = match.Groups["severity"].Value;
        happened.Detail["link"] = match.Groups["link"].Value;
        XidParser.Put(happened, "registers", string.Join(' ', HexWord().Matches(match.Groups["words"].Value).Select(word => word.Value)));
    }

    [GeneratedRegex(@"^NVLink: (?<severity>fatal|nonfatal|non-fatal) error detected on link (?<link>\d{1,3})\b(?:\((?<words>[^)]{0,400}))?", RegexOptions.IgnoreCase)]
    private static partial Regex EarlierLink();

    [GeneratedRegex(@"^(?<unit>[A-Z][\w/]{0,60})\s{1,8}(?<severity>Fatal|Non-?fatal)\s{1,8}XC(?<cluster>\d{1,3})\s{1,8}i(?<instance>\d{1,3})\s{1,8}Link\s{1,8}(?<link>-?\d{1,3})\b(?:\s{0,8}\((?<words>[^)]{0,400}))?")]
    private static partial Regex SubCode();

    [GeneratedRegex(@"0x[0-9a-fA-F]{1,16}")]
    private static partial Regex HexWord();
}
