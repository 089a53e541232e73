using System.Globalization;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc;

/// <summary>ipmitool sdr elist, the table: it alone prints the sensor's number, which tells apart the two "Temp" of two
/// processors. Only the name may hold a "|", so the columns are counted from the right. Pure.</summary>
internal static class SdrTableParser
{
    // CPU1 Temp        | 01h | ok  |  3.1 | 42 degrees C
    // PSU1 Status      | 05h | ok  | 10.1 | Presence detected, Failure detected
    // Fan3 Speed       | 03h | ns  | 29.3 | No Reading
    public static IReadOnlyList<BmcSensor> Parse(string output) =>
        [.. output.Split('\n').Select(ParseLine).OfType<BmcSensor>()];

    /// <summary>Null for a line that is no sensor: a warning, a blank, nonsense.</summary>
    public static BmcSensor? ParseLine(string line)
    {
        var cells = line.Split('|');
        if (cells.Length < 5 || Number(cells[^4].Trim()) is not { } number)
        {
            return null;
        }

        var sensor = new BmcSensor
        {
            Name = string.Join('|', cells[..^4]).Trim(),
            Number = number,
            Status = cells[^3].Trim(),
            Entity = cells[^2].Trim(),
        };
        Read(sensor, cells[^1].Trim());
        return sensor.Name.Length > 0 && sensor.Status.Length > 0 ? sensor : null;
    }

    private static void Read(BmcSensor sensor, string reading)
    {
        if (sensor.Status is "ns" or "na")
        {
            return; // "No Reading", "Disabled"
        }

        // "42 degrees C" is a value; "Presence detected, Failure detected" are states.
        if (reading.Split(' ', 2) is [var value, var unit]
            && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            sensor.Value = number;
            sensor.Unit = unit.Trim();
            return;
        }

        sensor.States.AddRange(reading.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    // "0Ah"
    private static uint? Number(string cell) =>
        cell.EndsWith('h') && uint.TryParse(cell[..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
