using System.Globalization;
using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc.Sel;

/// <summary>ipmitool sel info: how full the log is, and what it tells of its last change. Pure.</summary>
/// <param name="Stamp">Another one where something was logged or cleared since.</param>
internal sealed record SelInfo(uint? Entries, uint? FreeBytes, string Stamp)
{
    // Entries          : 2
    // Free Space       : 15968 bytes              or "65535 bytes or more"
    // Last Add Time    : 11/25/26 03:19:25 GMT
    // Last Del Time    : Not Available
    // Overflow         : false
    /// <summary>Null where this is no answer to "sel info".</summary>
    public static SelInfo? Parse(string output)
    {
        var told = KeyValueParser.Parse(output);
        if (!told.TryGetValue("Entries", out var entries))
        {
            return null;
        }

        string[] keys = ["Entries", "Free Space", "Last Add Time", "Last Del Time", "Overflow"];
        return new SelInfo(Number(entries), Number(told.GetValueOrDefault("Free Space", "")), string.Join('|', keys.Select(key => told.GetValueOrDefault(key, ""))));
    }

    private static uint? Number(string text) =>
        uint.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
