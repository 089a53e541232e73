namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>What a state's word means: "sdr elist" prints neither numbers nor types, and "ok" before every discrete sensor whatever it says.</summary>
internal static class BmcStates
{
    /// <summary>ipmitool's names of IPMI's sensor types 11h and 23h. Their words ("Power cycle") are other sensors' everyday states, and stay after the
    /// timer ran out once: they mean something only in a log.</summary>
    private const string Watchdog = "Watchdog";

    private static readonly int[] Watchdogs = [0x6f11, 0x6f23];

    private static readonly Dictionary<string, BmcStateClass> Readable = Classes(state => !Watchdogs.Contains(state.Type));
    private static readonly Dictionary<string, BmcStateClass> OfWatchdogs = Classes(state => Watchdogs.Contains(state.Type));

    /// <summary>Of a sensor that is read.</summary>
    public static BmcStateClass ClassOf(string word) => Readable.GetValueOrDefault(Bare(word), Family(word));

    /// <summary>Of a record of the log.</summary>
    /// <param name="sensor">"Memory #0x53": the sensor's type and its name or number.</param>
    public static BmcStateClass ClassOf(string sensor, string word) =>
        sensor.StartsWith(Watchdog, StringComparison.OrdinalIgnoreCase) ? OfWatchdogs.GetValueOrDefault(Bare(word)) : ClassOf(word);

    /// <summary>Without what ipmitool adds in brackets: "Uncorrectable ECC (@DIMMA1(CPU1))", "Failure detected ()".</summary>
    public static string Bare(string word)
    {
        var bracket = word.IndexOf(" (", StringComparison.Ordinal);
        return (bracket > 0 && word.EndsWith(')') ? word[..bracket] : word).Trim();
    }

    // "Config Error: Voltage Rating Mismatch": the reason is the second byte's, and makers add their own.
    private static BmcStateClass Family(string word) => word.Split(':', 2) is [var head, _] ? Readable.GetValueOrDefault(head.Trim()) : BmcStateClass.Fine;

    private static Dictionary<string, BmcStateClass> Classes(Func<BmcState, bool> which) => BmcStateTable.All.Where(which)
        .GroupBy(state => state.Word, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => same.Max(state => state.Class), StringComparer.OrdinalIgnoreCase);
}
