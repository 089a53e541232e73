namespace SovereignFleet.Agent.Bmc;

/// <summary>"key : value" lines: fru print, mc info, dcmi power reading, chassis power status. Pure.</summary>
internal static class KeyValueParser
{
    private const int MostLines = 500;

    //  Board Mfg             : Acme
    //  Manufacturer Name         : MontaVista Software, Inc.
    /// <summary>The first of a repeated key counts: a FRU listing begins with the Host's own board.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string output)
    {
        var found = new Dictionary<string, string>();
        foreach (var line in output.Split('\n').Take(MostLines))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (key, value) = colon > 0 ? (line[..colon].Trim(), line[(colon + 1)..].Trim()) : ("", "");
            if (key.Length > 0 && value.Length > 0)
            {
                found.TryAdd(key, value);
            }
        }

        return found;
    }

    // Chassis Power is on
    public static bool? PowerIsOn(string output) =>
        output.Contains("Chassis Power is on", StringComparison.OrdinalIgnoreCase) ? true
        : output.Contains("Chassis Power is off", StringComparison.OrdinalIgnoreCase) ? false
        : null;

    //     Instantaneous power reading:                   600 Watts
    //     Power reading state is:                   activated
    public static double? DcmiWatts(string output)
    {
        var reading = Parse(output);
        return reading.TryGetValue("Instantaneous power reading", out var text)
            && double.TryParse(text.Split(' ')[0], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var watts)
            && double.IsFinite(watts)
            && reading.GetValueOrDefault("Power reading state is") != "deactivated"
                ? watts
                : null;
    }
}
