using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Observation;

/// <summary>The errors of this Host's NVSwitches since the start.</summary>
internal sealed class ObservedSxids
{
    /// <summary>A failing switch tells dozens of kinds; what is beyond is not needed to see that.</summary>
    private const int MostKept = 256;

    private readonly SortedDictionary<string, int> fatal = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> nonFatal = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Switch, int Sxid, string Severity), long> totals = [];

    /// <summary>By the switch's name, "nvswitch0".</summary>
    public IReadOnlyDictionary<string, int> LastFatal => fatal;

    public IReadOnlyDictionary<string, int> LastNonFatal => nonFatal;

    public IEnumerable<KeyValuePair<(string Switch, int Sxid, string Severity), long>> Totals => totals;

    public void Take(Event happened)
    {
        if (happened.Kind != EventKinds.Sxid || !happened.Detail.TryGetValue("switch", out var number))
        {
            return;
        }

        var device = "nvswitch" + number;
        var severity = happened.Detail.TryGetValue("severity", out var told) ? told.ToLowerInvariant() : "unknown";
        if (severity != "unknown")
        {
            (severity == "fatal" ? fatal : nonFatal)[device] = happened.Code;
        }

        var key = (device, happened.Code, severity);
        if (totals.ContainsKey(key) || totals.Count < MostKept)
        {
            totals[key] = totals.GetValueOrDefault(key) + Math.Max(1, happened.Count);
        }
    }
}
