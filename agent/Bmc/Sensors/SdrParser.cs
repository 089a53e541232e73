using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Sensors;

/// <summary>ipmitool -c sdr elist. The number of columns varies with the kind of sensor, and neither names nor states are
/// quoted though both may hold commas. Pure.</summary>
internal static class SdrParser
{
    public static readonly IReadOnlySet<string> Statuses = new HashSet<string>
        { "ok", "ns", "nc", "cr", "nr", "lnc", "lcr", "lnr", "unc", "ucr", "unr", "us", "na" };

    // CPU1 Temp,42,degrees C,ok,3.1,42 degrees C      or without the last two
    // PSU1 Status,05h,ok,10.1,Presence detected, Failure detected
    // PSU2 Status,00h,ns,10.2,No Reading
    // Fan3 Speed,,,ns          Fan4 Speed,,,ns,29.4,Disabled
    // VRM, CPU1,35,degrees C,ok       a comma in the name
    // Fan 1,29.40,percent,ok,30.1,Transition to Running
    // VCORE PG,0x00,ok                of "sdr list"
    public static IReadOnlyList<BmcSensor> Parse(string output) =>
        [.. output.Split('\n').Select(line => ParseLine(line.TrimEnd('\r', ' '))).OfType<BmcSensor>()];

    /// <summary>Null for a line that is no sensor: a warning, a blank, nonsense.</summary>
    public static BmcSensor? ParseLine(string line)
    {
        var cells = line.Length > IpmiLines.Longest ? [] : line.Split(',');
        // The status is the first known word that has a name and a value before it; a name never holds one as a whole cell.
        for (var status = 2; status < cells.Length && status < 16; status++)
        {
            if (!Statuses.Contains(cells[status].Trim()))
            {
                continue;
            }

            return IsDiscreteValue(cells[status - 1]) ? Discrete(cells, status) : status >= 3 ? Analog(cells, status) : null;
        }

        return null;
    }

    private static BmcSensor? Analog(string[] cells, int status)
    {
        var text = cells[status - 2].Trim();
        var value = SensorText.Number(text);
        if (text.Length > 0 && value is null)
        {
            return null;
        }

        var sensor = Sensor(cells, status, status - 2);
        sensor.Unit = cells[status - 1].Trim();
        if (value is { } read && sensor.Status is not "ns" and not "na")
        {
            sensor.Value = read;
        }

        // Where the reading is told once more ("42 degrees C") it is no state.
        sensor.States.AddRange(States(cells, status).Where(state => !state.StartsWith(text, StringComparison.Ordinal) || text.Length == 0));
        return sensor.Name.Length > 0 ? sensor : null;
    }

    private static BmcSensor? Discrete(string[] cells, int status)
    {
        var sensor = Sensor(cells, status, status - 1);
        sensor.States.AddRange(States(cells, status));
        return sensor.Name.Length > 0 ? sensor : null;
    }

    private static IEnumerable<string> States(string[] cells, int status) =>
        StateWords.Join([.. cells.Skip(status + 2).Select(state => state.Trim()).Where(state => state.Length > 0).Take(32)]);

    private static BmcSensor Sensor(string[] cells, int status, int nameEnd) => new()
    {
        Name = string.Join(',', cells[..nameEnd]).Trim(),
        Status = cells[status].Trim(),
        Entity = status + 1 < cells.Length && IsEntity(cells[status + 1].Trim()) ? cells[status + 1].Trim() : "",
    };

    // "05h", "0x05"
    private static bool IsDiscreteValue(string cell)
    {
        var text = cell.Trim();
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return text.Length is > 2 and <= 10 && text[2..].All(char.IsAsciiHexDigit);
        }

        return text.Length is >= 2 and <= 9 && text[^1] == 'h' && text[..^1].All(char.IsAsciiHexDigit);
    }

    // "10.1"
    private static bool IsEntity(string cell) => cell.Contains('.') && cell.All(one => char.IsAsciiDigit(one) || one == '.');
}
