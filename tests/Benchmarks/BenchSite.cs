using System.Text.Json;

namespace SovereignFleet.Benchmarks;

/// <summary>The one site of the benches.</summary>
internal static class BenchSite
{
    public static string Inventory(params IEnumerable<string> hosts) => JsonSerializer.Serialize(new
    {
        sites = new[] { new { id = "yul1", name = "Montreal 1", jurisdiction = "CA", timeZone = "America/Toronto" } },
        hosts = hosts.Select((name, index) => new { name, site = "yul1", rack = "B07", u = 1 + (index * 3) }),
    });
}
