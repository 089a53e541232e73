using System.Globalization;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Sensors;

/// <summary>The tables of ipmitool: sdr elist, sdr list and sensor. "sdr elist" alone prints the sensor's number, which tells apart
/// the two "Temp" of two processors. Only the name may hold a "|", so the columns are counted from the right. Pure.</summary>
internal static class SdrTableParser
{
    private const int MostSensors = 4000;

    public static IReadOnlyList<BmcSensor> Parse(string output) =>
        [.. output.Split('\n').Select(ParseLine).OfType<BmcSensor>().Take(MostSensors)];

    /// <summary>Null for a line that is no sensor: a warning, a blank, nonsense.</summary>
    public static BmcSensor? ParseLine(string line)
    {
        var cells = line.Length > IpmiLines.Longest ? [] : line.TrimEnd('\r').Split('|');
        var sensor = Numbered(cells) ?? ThresholdParser.Row(cells) ?? Short(cells);
        return sensor?.Name.Length > 0 && sensor.Status.Length > 0 ? sensor : null;
    }

    // CPU1 Temp        | 01h | ok  |  3.1 | 42 degrees C
    // PSU1 Status      | 05h | ok  | 10.1 | Presence detected, Failure detected
    // Fan3 Speed       | 03h | ns  | 29.3 | No Reading
    private static BmcSensor? Numbered(string[] cells)
    {
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
        SensorText.Read(sensor, cells[^1].Trim());
        return sensor;
    }

    // FAN1             | 3400 RPM          | ok
    // FAN3             | no reading        | ns
    private static BmcSensor? Short(string[] cells)
    {
        if (cells.Length < 3 || !SdrParser.Statuses.Contains(cells[^1].Trim()))
        {
            return null;
        }

        var sensor = new BmcSensor { Name = string.Join('|', cells[..^2]).Trim(), Status = cells[^1].Trim() };
        SensorText.Read(sensor, cells[^2].Trim());
        return sensor;
    }

    // "0Ah"
    private static uint? Number(string cell) =>
        cell.EndsWith('h') && uint.TryParse(cell[..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
