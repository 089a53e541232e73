namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>"key : value" lines: mc info, chassis status, sel info, dcmi power reading. Pure.</summary>
internal static class KeyValueParser
{
    private const int MostLines = 500;

    //  Manufacturer Name         : MontaVista Software, Inc.
    //  Additional Device Support :
    //      Sensor Device
    //      SEL Device
    /// <summary>The first of a repeated key counts. Lines below a key without a value are its list.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string output) => Parse(output, []);

    /// <param name="notUnderstood">Gets the lines that are neither.</param>
    public static IReadOnlyDictionary<string, string> Parse(string output, ICollection<string> notUnderstood)
    {
        var found = new Dictionary<string, string>();
        var list = "";
        foreach (var line in output.Split('\n').Take(MostLines).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            if (Split(line) is (var key, var value))
            {
                list = value.Length == 0 ? key : "";
                if (value.Length > 0)
                {
                    found.TryAdd(key, value);
                }
            }
            else if (list.Length > 0 && char.IsWhiteSpace(line[0]))
            {
                found[list] = found.TryGetValue(list, out var before) ? $"{before}, {line.Trim()}" : line.Trim();
            }
            else
            {
                notUnderstood.Add(line);
            }
        }

        return found;
    }

    /// <summary>Null for a line without a colon. A time of day has colons too: the first one ends the key.</summary>
    public static (string Key, string Value)? Split(string line)
    {
        var colon = line.Length > IpmiLines.Longest ? -1 : line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && line[..colon].Trim() is { Length: > 0 } key ? (key, line[(colon + 1)..].Trim()) : null;
    }

    // Chassis Power is on
    public static bool? PowerIsOn(string output) =>
        output.Contains("Chassis Power is on", StringComparison.OrdinalIgnoreCase) ? true
        : output.Contains("Chassis Power is off", StringComparison.OrdinalIgnoreCase) ? false
        : null;
}
