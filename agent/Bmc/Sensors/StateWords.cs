namespace SovereignFleet.Agent.Bmc.Sensors;

/// <summary>IPMI's words for a state that hold a comma, as ipmitool's ipmi_sel.h has them. ipmitool puts a comma between states too, and
/// quotes nothing: what was cut at a word's own comma is put together again. Pure.</summary>
internal static class StateWords
{
    private const string Between = ", ";

    // IPMI 2.0, table 42-3, sensor types 08h, 22h and 24h; PICMG 3.0, F1h.
    private static readonly string[][] WithComma =
    [
        .. new[]
        {
            "AC out-of-range, but present",
            "S2: sleeping, processor context lost",
            "S3: sleeping, processor & hw context lost, memory retained",
            "Platform generated SNMP trap, OEM format",
            "IPMB-A disabled, IPMB-B disabled",
            "IPMB-A enabled, IPMB-B disabled",
            "IPMB-A disabled, IPMB-B enabled",
            "IPMB-A enabled, IPMB-B enabled",
        }.Select(word => word.Split(Between)),
    ];

    // 2Bh: what was changed stands behind a comma.
    private static readonly string[] Heads = ["Firmware or software change detected", "Firmware or software change success"];

    public static IReadOnlyList<string> Join(IReadOnlyList<string> parts)
    {
        var joined = new List<string>(parts.Count);
        for (var place = 0; place < parts.Count;)
        {
            var length = LengthAt(parts, place);
            joined.Add(string.Join(Between, parts.Skip(place).Take(length)));
            place += length;
        }

        return joined;
    }

    /// <summary>Of how many of these parts the word consists that begins at this place.</summary>
    private static int LengthAt(IReadOnlyList<string> parts, int place)
    {
        var known = Array.Find(WithComma, word => parts.Skip(place).Take(word.Length).SequenceEqual(word, StringComparer.OrdinalIgnoreCase));
        return known?.Length ?? (Heads.Contains(parts[place], StringComparer.OrdinalIgnoreCase) && place + 1 < parts.Count ? 2 : 1);
    }
}
