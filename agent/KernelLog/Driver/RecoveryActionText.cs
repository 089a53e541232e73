using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>XID 154: the driver changed what it wants done with the GPU. Pure.</summary>
internal static partial class RecoveryActionText
{
    // GPU recovery action changed from 0x0 (None) to 0x4 (Drain and Reset)
    public static void Read(string message, Event happened)
    {
        var match = Change().Match(message);
        if (!match.Success)
        {
            return;
        }

        happened.Kind = EventKinds.RecoveryAction;
        happened.Code = int.Parse(match.Groups["to"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        happened.Detail["xid"] = "154";
        happened.Detail["from"] = match.Groups["fromName"].Value;
        happened.Detail["to"] = match.Groups["toName"].Value;
    }

    [GeneratedRegex(@"GPU recovery action changed from 0x[0-9a-fA-F]{1,4} \((?<fromName>[^)]{0,60})\) to 0x(?<to>[0-9a-fA-F]{1,4}) \((?<toName>[^)]{0,60})\)")]
    private static partial Regex Change();
}
