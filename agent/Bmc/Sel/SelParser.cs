using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.Bmc.Sensors;

namespace SovereignFleet.Agent.Bmc.Sel;

/// <summary>ipmitool sel elist, as a table or with -c, in the C locale and UTC. Neither names nor texts are quoted, so the record's
/// direction is what the rest is counted from. Pure.</summary>
internal static partial class SelParser
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
        var cells = line[(end + 1)..].Split(separator);
        string[] trimmed = [.. cells.Select(cell => cell.Trim())];
        return Standard(id, cells, trimmed, separator, line) ?? Special(id, trimmed, line);
    }

    /// <summary>Null where there is no direction: an OEM record, a kernel's panic.</summary>
    private static SelRecord? Standard(int id, string[] cells, string[] trimmed, char separator, string line)
    {
        var direction = Array.FindLastIndex(trimmed, cell => cell is "Asserted" or "Deasserted");
        if (direction < 4)
        {
            return null;
        }

        var what = WhatBegins(trimmed, direction);
        return new SelRecord(
            id,
            At(trimmed[0], trimmed[1]),
            string.Join(separator, cells[2..what]).Trim(),
            what == direction - 1 ? trimmed[what] : Spaces().Replace(string.Join(separator, cells[what..direction]).Trim(), " "),
            trimmed[direction],
            string.Join(", ", trimmed.Skip(direction + 1).Where(cell => cell.Length > 0)),
            line)
        { BmcTime = Told(trimmed) };
    }

    // Memory #0x02 | Uncorrectable ECC (UnCorrectable ECC |  DIMMD7) | Asserted          ipmitool's words for Dell (get_dell_evt_desc)
    // Critical Interrupt PCIe Fatal Err | Bus Fatal Error (PCIe Error |Slot 7) | Asserted
    // 2,11/25/26,03:19:25 UTC,Memory #0x02,Uncorrectable ECC (UnCorrectable ECC | DIMMA1,DIMMA2),Asserted
    // 3,11/25/26,03:19:25 UTC,Power Supply PS1,AC out-of-range, but present,Asserted
    /// <summary>Where the event's words begin: what a bracket closes it has opened, and some of IPMI's words have a comma of their own. The
    /// name of the sensor is what is left, with whatever bars and commas it has.</summary>
    private static int WhatBegins(string[] cells, int direction)
    {
        var open = 0;
        for (var cell = direction - 1; cell > 2; cell--)
        {
            open += cells[cell].Count(one => one == ')') - cells[cell].Count(one => one == '(');
            if (open <= 0)
            {
                return WithCommas(cells, cell, direction);
            }
        }

        // Never opened: the bracket was cut off, and says nothing.
        return direction - 1;
    }

    private static int WithCommas(string[] cells, int begin, int direction)
    {
        for (var cell = Math.Max(3, begin - 2); cell < begin; cell++)
        {
            if (StateWords.Join(cells[cell..direction]).Count == 1)
            {
                return cell;
            }
        }

        return begin;
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

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Spaces();
}
