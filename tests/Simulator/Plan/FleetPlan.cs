namespace SovereignFleet.Simulator.Plan;

/// <summary>The simulated fleet: two Sites under two laws, four Hosts to a rack.</summary>
internal sealed record FleetPlan(IReadOnlyList<SitePlan> Sites)
{
    public const int GpusPerHost = 8;
    private const int HostsPerRack = 4;
    private const int UnitsPerHost = 8;

    public IEnumerable<HostPlan> Hosts => Sites.SelectMany(site => site.Hosts);

    public static FleetPlan Of(SimulatorOptions options)
    {
        var first = (options.Hosts + 1) / 2;
        return new FleetPlan(
        [
            new SitePlan("yul1", "Montreal 1", "CA", "America/Toronto", "llm-ca", "Language models, Canada",
                options.BalancerPort, Stand("yul1", "llm-ca", 'B', 7, 0, first, options)),
            new SitePlan("fra1", "Frankfurt 1", "DE", "Europe/Berlin", "llm-de", "Language models, Germany",
                options.BalancerPort + 1, Stand("fra1", "llm-de", 'C', 3, first, options.Hosts - first, options)),
        ]);
    }

    private static List<HostPlan> Stand(string site, string pool, char row, int rack, int start, int count, SimulatorOptions options) =>
    [
        .. from place in Enumerable.Range(0, count)
           select new HostPlan(
               start + place,
               $"gpu-{site}-{place + 1:00}",
               site,
               $"{row}{rack + place / HostsPerRack:00}",
               2 + place % HostsPerRack * UnitsPerHost,
               pool,
               $"s{place + 1}",
               options.InferencePort + start + place),
    ];
}
