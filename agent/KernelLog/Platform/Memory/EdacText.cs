using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Memory;

/// <summary>EDAC's line for an error of the Host's memory. Pure.</summary>
internal static partial class EdacText
{
    // EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x30aa905 offset:0xa80 grain:32 syndrome:0x0 -  area:DRAM ...)
    // EDAC MC3: 1 UE on mc#3csrow#1channel#0 (csrow:1 channel:0 page:0x1fd5c offset:0x0 grain:64)
    // EDAC MC0: 0 CE memory read error on ... (zero: the controller did not count; it is one)
    public static Event? Parse(KernelLine line)
    {
        var match = ErrorLine().Match(line.Text);
        if (!match.Success)
        {
            return null;
        }

        var happened = line.Tell(match.Groups["type"].Value == "CE" ? EventKinds.HostMemoryCorrected : EventKinds.HostMemoryUncorrected);
        var count = Math.Max(1, uint.Parse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
        happened.Count = (uint)Math.Min(uint.MaxValue, (ulong)count * line.Times);
        happened.Detail["reported_by"] = "edac";
        happened.Detail["controller"] = match.Groups["controller"].Value;
        happened.Detail["dimm"] = match.Groups["dimm"].Value;
        if (match.Groups["what"].Value.Trim() is { Length: > 0 } what)
        {
            happened.Detail["message"] = what;
        }

        foreach (Match place in Place().Matches(match.Groups["places"].Value))
        {
            happened.Detail.TryAdd(place.Groups["key"].Value, place.Groups["value"].Value);
        }

        return happened;
    }

    [GeneratedRegex(@"^EDAC MC(?<controller>\d{1,3}): (?<count>\d{1,9}) (?<type>CE|UE) (?<what>[^(]{0,120}?)\bon (?<dimm>[^(]{1,160}?) (?:\((?<places>[^)]{0,900})|\z)")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"\b(?<key>channel|slot|csrow|page|offset|grain|syndrome|area|socket|rank|bank|row|column|node|err_code):(?<value>[\w:]{1,40})")]
    private static partial Regex Place();
}
