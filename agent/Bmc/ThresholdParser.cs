using System.Globalization;

namespace SovereignFleet.Agent.Bmc;

/// <summary>The thresholds of "ipmitool sensor". Pure.</summary>
internal static class ThresholdParser
{
    private const int LowerCriticalColumn = 5;
    private const int UpperCriticalColumn = 8;

    // name             | value      | unit       | status| lnr  | lcr  | lnc   | unc    | ucr    | unr
    // CPU1 Temp        | 42.000     | degrees C  | ok    | na   | na   | na    | 85.000 | 95.000 | 100.000
    // PSU1 Status      | 0x1        | discrete   | 0x0180| na   | na   | na    | na     | na     | na
    public static IReadOnlyDictionary<string, Thresholds> Parse(string output)
    {
        var found = new Dictionary<string, Thresholds>();
        foreach (var cells in output.Split('\n').Select(line => line.Split('|')).Where(cells => cells.Length == 10))
        {
            var limits = new Thresholds(Number(cells[LowerCriticalColumn]), Number(cells[UpperCriticalColumn]));
            if (limits != Thresholds.None)
            {
                // Of two sensors with one name the tool does not say which is which: the same limits, or none.
                var name = cells[0].Trim();
                found[name] = found.TryGetValue(name, out var other) && other != limits ? Thresholds.None : limits;
            }
        }

        return found;
    }

    private static double? Number(string cell) =>
        double.TryParse(cell.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}

internal readonly record struct Thresholds(double? LowerCritical, double? UpperCritical)
{
    public static readonly Thresholds None;
}
