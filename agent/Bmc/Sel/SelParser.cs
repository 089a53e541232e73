using System.Globalization;

namespace SovereignFleet.Agent.Bmc.Sel;

/// <summary>ipmitool sel elist, as a table or with -c, in the C locale and UTC. Neither names nor texts are quoted, so the record's
/// direction is what the rest is counted from. Pure.</summary>
internal static class SelParser
{
    private const int LongestLine = 2048;
    private const int MostRecords = 65_536; // record ids have 16 bits

    public static IReadOnlyList<SelRecord> Parse(string output) =>
        [.. output.Split('\n').Select(line => ParseLine(line.TrimEnd('\r', ' '))).OfType<SelRecord>().Take(MostRecords)];

    //    1 | 11/25/26 | 03:19:25 GMT | Temperature CPU1 Temp | Upper Critical going high | Asserted | Reading 97 > Threshold 95 degrees C
    // 1, Pre-Init ,0000001227,Temperature CPU1 Temp,Upper Critical going high,Asserted,Reading 96 > Threshold 85 degrees C
    // 2,S+ 00/00/00,00:01:17 UTC,Memory #0x02,Correctable ECC,Asserted,CPU 1 DIMM 4
    // a,11/23/2026,15:55:24,OEM record c1,000137,0000ff
    //   4 | OEM record e0 | 000000000000
    // 1f,,,Linux kernel panic: Fatal exce
    /// <summary>Null for a line that is no record ("SEL has no entries").</summary>
    public static SelRecord? ParseLine(string line)
    {
        line = line.Length > LongestLine ? line[..LongestLine] : line;
        var end = line.AsSpan().IndexOfAny('|', ',');
        if (end < 0 || !int.TryParse(line.AsSpan(0, end).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) || id < 0)
        {
            return null;
        }

        var separator = line[end];
        var cells = line[(end + 1)..].Split(separator).Select(cell => cell.Trim()).ToArray();
        return Standard(id, cells, separator, line) ?? Special(id, cells, line);
    }

    /// <summary>Null where there is no direction: an OEM record, a kernel's panic.</summary>
    private static SelRecord? Standard(int id, string[] cells, char separator, string line)
    {
        var direction = Array.FindLastIndex(cells, cell => cell is "Asserted" or "Deasserted");
        return direction < 4 ? null : new SelRecord(
            id,
            At(cells[0], cells[1]),
            string.Join(separator == ',' ? ", " : " | ", cells[2..(direction - 1)]),
            cells[direction - 1],
            cells[direction],
            string.Join(", ", cells.Skip(direction + 1).Where(cell => cell.Length > 0)),
            line)
        { BmcTime = Told(cells) };
    }

    private static SelRecord? Special(int id, string[] cells, string line)
    {
        var named = Array.FindIndex(cells, cell =>
            cell.StartsWith("OEM record", StringComparison.Ordinal) || cell.StartsWith("Linux kernel panic", StringComparison.Ordinal));
        if (named < 0)
        {
            // Unlike any form that is known, but it has a number and a time: told as it is.
            named = cells.Length >= 3 && (At(cells[0], cells[1]) is not null || IsRelative(cells[0])) ? 2 : -1;
        }

        return named < 0 ? null : new SelRecord(
            id, named == 2 ? At(cells[0], cells[1]) : null, cells[named], cells.ElementAtOrDefault(named + 1) ?? "", "",
            string.Join(", ", cells.Skip(named + 2).Where(cell => cell.Length > 0)), line)
        { BmcTime = named == 2 ? Told(cells) : "" };
    }

    /// <summary>Null before the BMC's clock was set ("Pre-Init", "S+ ..."): the record's own time is then not of a day.</summary>
    private static DateTimeOffset? At(string date, string time)
    {
        string[] forms = ["MM/dd/yy HH:mm:ss", "MM/dd/yyyy HH:mm:ss"];
        return DateTimeOffset.TryParseExact(
            $"{date} {time.Split(' ')[0]}", forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    // "Pre-Init", "S+ 00/00/00": since the BMC was started
    private static bool IsRelative(string date) => date.StartsWith("Pre-Init", StringComparison.Ordinal) || date.StartsWith("S+", StringComparison.Ordinal);

    private static string Told(string[] cells) => IsRelative(cells[0]) ? $"{cells[0]} {cells[1]}" : "";
}
