using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Sensors;

/// <summary>The table "ipmitool sensor", which alone has the thresholds that hold now. Pure.</summary>
internal static class ThresholdParser
{
    private const int Columns = 10;

    // name             | value      | unit       | status| lnr  | lcr  | lnc   | unc    | ucr    | unr
    // CPU1 Temp        | 42.000     | degrees C  | ok    | na   | na   | na    | 85.000 | 95.000 | 100.000
    // PSU1 Status      | 0x1        | discrete   | 0x0180| na   | na   | na    | na     | na     | na
    // Fan3 Speed       | na         | RPM        | na    | na   | 500  | na    | na     | na     | na
    /// <summary>Null for a row that is none of this table.</summary>
    public static BmcSensor? Row(string[] cells)
    {
        if (cells.Length < Columns || cells[^6..].Any(cell => cell.Trim() is not "na" && SensorText.Number(cell) is null))
        {
            return null;
        }

        var unit = cells[^8].Trim();
        var sensor = new BmcSensor { Name = string.Join('|', cells[..^9]).Trim(), Status = cells[^7].Trim(), Unit = unit == "discrete" ? "" : unit };
        if (unit != "discrete" && SensorText.Number(cells[^9]) is { } value)
        {
            sensor.Value = value;
        }

        Limits(cells).PutOn(sensor);
        return sensor;
    }

    /// <summary>The limits of each sensor, in the order of the table, which is that of "sdr elist".</summary>
    public static IReadOnlyList<(string Name, Thresholds Limits)> Parse(string output) =>
    [
        .. output.Split('\n').Where(line => line.Length <= IpmiLines.Longest).Select(line => line.TrimEnd('\r').Split('|'))
            .Where(cells => Row(cells) is not null)
            .Select(cells => (string.Join('|', cells[..^9]).Trim(), Limits(cells))),
    ];

    private static Thresholds Limits(string[] cells) => new(
        SensorText.Number(cells[^6]), SensorText.Number(cells[^5]), SensorText.Number(cells[^4]),
        SensorText.Number(cells[^3]), SensorText.Number(cells[^2]), SensorText.Number(cells[^1]));
}
