using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>One record of a BMC's log, as a rule sees it.</summary>
/// <param name="Sensor">"Memory #0x53": type and name.</param>
/// <param name="Word">"Uncorrectable ECC", without what stands in brackets behind it.</param>
/// <param name="Dimm">The memory module that it names; empty: none.</param>
internal sealed record BmcLogRecord(string Sensor, string Word, string What, string Dimm, bool IsAsserted, StoredEvent Seen)
{
    private const int LongestPart = 80;

    /// <summary>By the words of ipmi_sel.h (IPMI 2.0, table 42-2) that tell of a state in which nothing is wrong any more: such a record ends what
    /// its sensor told before, as a "Deasserted" one ends its own state.</summary>
    private static readonly string[] Recoveries =
        ["Predictive Failure Deasserted", "Limit Not Exceeded", "Performance Met", "Transition to OK", "Transition to Running", "Fully Redundant"];

    // ipmitool's word for a record of type F0h, in which a dying kernel leaves the first letters of what it said.
    private const string Panic = "Linux kernel panic";

    public BmcStateClass Class => Word == Panic ? BmcStateClass.Warning : IsAsserted ? BmcStates.ClassOf(Sensor, Word) : BmcStateClass.Fine;

    /// <summary>Sensor, state and, where it is named, part: "memory-0x53.uncorrectable-ecc.dimmg1-cpu1".</summary>
    public string Name => Dimm.Length > 0 ? $"{Slug(Sensor)}.{Slug(Word)}.{Slug(Dimm)}" : $"{Slug(Sensor)}.{Slug(Word)}";

    /// <summary>Null: a maker's own record, of which only the maker knows what it says.</summary>
    public static BmcLogRecord? Read(StoredEvent seen)
    {
        var detail = EventDetail.Read(seen);
        var (sensor, what) = (detail.GetValueOrDefault("sensor", ""), detail.GetValueOrDefault("what", ""));
        if (sensor.StartsWith(Panic, StringComparison.Ordinal))
        {
            return new(Panic, Panic, sensor, "", IsAsserted: true, seen);
        }

        return detail.GetValueOrDefault("direction", "") is not { Length: > 0 } direction ? null : new(
            sensor, BmcStates.Bare(what), what, detail.GetValueOrDefault("dimm", "").TrimStart('@'), direction == "Asserted", seen);
    }

    /// <summary>Whether this record says that what bears that name is over.</summary>
    public bool Ends(string name) => IsAsserted
        ? Recoveries.Contains(Word, StringComparer.OrdinalIgnoreCase) && name.StartsWith(Slug(Sensor) + ".", StringComparison.Ordinal)
        : name == Name || (Dimm.Length == 0 && name.StartsWith(Name + ".", StringComparison.Ordinal));

    private static string Slug(string text)
    {
        var slug = string.Join('-', new string([.. text.ToLowerInvariant().Take(LongestPart).Select(one => char.IsAsciiLetterOrDigit(one) ? one : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length > 0 ? slug : "unnamed";
    }
}
