using System.Globalization;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Layout.Search;

/// <summary>One thing that a search found, and its page.</summary>
internal sealed record SearchHit(string Name, string Detail, string Url)
{
    private const int Limit = 12;

    /// <summary>Hosts first, then GPUs by serial or UUID; a part of the name is enough.</summary>
    public static IReadOnlyList<SearchHit> Find(FleetSnapshot fleet, string text)
    {
        var wanted = text.Trim();
        if (wanted.Length == 0)
        {
            return [];
        }

        var hosts = fleet.Hosts.Where(host => Has(host.Name, wanted)).Select(Of);
        var gpus = fleet.Hosts.SelectMany(host => host.Gpus.Where(gpu => Has(gpu.Uuid, wanted) || Has(gpu.Serial, wanted)).Select(gpu => Of(host, gpu)));
        return [.. hosts.Concat(gpus).Take(Limit)];
    }

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static SearchHit Of(Host host) => new(host.Name, $"{host.SiteId}, {Shown.Place(host.Rack, host.U)}", "/hosts/" + Uri.EscapeDataString(host.Name));

    private static SearchHit Of(Host host, Gpu gpu)
    {
        var index = gpu.Index.ToString(CultureInfo.InvariantCulture);
        return new($"{host.Name} GPU {index}", $"{gpu.Serial} {gpu.Uuid}", $"/hosts/{Uri.EscapeDataString(host.Name)}?gpu={index}");
    }
}
