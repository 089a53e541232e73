using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Sensors;

/// <summary>Whose limits are whose. "sensor" prints no numbers, but lists in the order of "sdr elist": of two sensors with one name the
/// first is the first there too, as long as both lists have as many of that name. Pure.</summary>
internal sealed class ThresholdTable(IReadOnlyList<(string Name, Thresholds Limits)> rows)
{
    public static readonly ThresholdTable Empty = new([]);

    private readonly ILookup<string, Thresholds> limits = rows.ToLookup(row => row.Name, row => row.Limits);

    public void PutOn(IReadOnlyList<BmcSensor> sensors)
    {
        foreach (var (name, alike) in sensors.GroupBy(sensor => sensor.Name).Select(group => (group.Key, group.ToArray())))
        {
            var known = limits[name].ToArray();
            if (known.Length != alike.Length)
            {
                // Which is which cannot be told: the limits that all of them share, or none.
                known = known.Distinct().Count() == 1 ? [.. Enumerable.Repeat(known[0], alike.Length)] : [];
            }

            for (var place = 0; place < known.Length; place++)
            {
                known[place].PutOn(alike[place]);
            }
        }
    }
}
