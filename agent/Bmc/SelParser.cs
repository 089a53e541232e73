using System.Globalization;

namespace SovereignFleet.Agent.Bmc;

/// <summary>ipmitool -c sel elist, in the C locale and UTC. Pure.</summary>
internal static class SelParser
{
    private const int LongestLine = 2048;

    // 1, Pre-Init ,0000001227,Temperature CPU1 Temp,Upper Critical going high,Asserted,Reading 96 > Threshold 85 degrees C
    // 7,11/23/26,15:55:24 UTC,Temperature CPU1 Temp,Upper Non-critical going high,Asserted,Reading 90 > Threshold 85 degrees C
    // a,11/23/2026,15:55:24,OEM record c1,000137,0000ff
    // 1f,,,Linux kernel panic: Fatal exception in interrupt
    public static IReadOnlyList<SelRecord> Parse(string output) =>
        [.. output.Split('\n').Select(line => ParseLine(line.TrimEnd('\r', ' '))).OfType<SelRecord>()];

    /// <summary>Null for a line that is no record ("SEL has no entries").</summary>
    public static SelRecord? ParseLine(string line)
    {
        line = line.Length > LongestLine ? line[..LongestLine] : line;
        var cells = line.Split(',');
        if (cells.Length < 4 || !int.TryParse(cells[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) || id < 0)
        {
            return null;
        }

        return new SelRecord(
            id,
            At(cells[1].Trim(), cells[2].Trim()),
            cells[3].Trim(),
            Cell(cells, 4),
            Cell(cells, 5),
            string.Join(", ", cells.Skip(6).Select(cell => cell.Trim()).Where(cell => cell.Length > 0)),
            line);
    }

    /// <summary>Null before the BMC's clock was set ("Pre-Init", "S+ ..."): the record's own time is then not of a day.</summary>
    private static DateTimeOffset? At(string date, string time)
    {
        string[] forms = ["MM/dd/yy HH:mm:ss", "MM/dd/yyyy HH:mm:ss"];
        return DateTimeOffset.TryParseExact(
            $"{date} {time.Split(' ')[0]}", forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    private static string Cell(string[] cells, int column) => column < cells.Length ? cells[column].Trim() : "";
}

/// <param name="Sensor">"Temperature CPU1 Temp": the sensor's type and name.</param>
/// <param name="What">"Upper Critical going high".</param>
/// <param name="Direction">"Asserted" or "Deasserted".</param>
internal sealed record SelRecord(int Id, DateTimeOffset? At, string Sensor, string What, string Direction, string Reading, string Line);
