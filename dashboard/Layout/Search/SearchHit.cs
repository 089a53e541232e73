using System.Globalization;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Layout.Search;

/// <summary>One thing that a search found, and its page.</summary>
internal sealed record SearchHit(string Name, string Detail, string Url)
{
    private const int Limit = 12;

    /// <summary>Hosts by name first, then GPUs by serial or UUID, then tickets, then Hosts by where they stand and what they are; a part is enough.</summary>
    public static IReadOnlyList<SearchHit> Find(FleetSnapshot fleet, IEnumerable<Ticket> tickets, string text)
    {
        var wanted = text.Trim();
        if (wanted.Length == 0)
        {
            return [];
        }

        var named = fleet.Hosts.Where(host => Has(host.Name, wanted)).ToList();
        var gpus = fleet.Hosts.SelectMany(host => host.Gpus.Where(gpu => Has(gpu.Uuid, wanted) || Has(gpu.Serial, wanted)).Select(gpu => Of(host, gpu)));
        var written = tickets.Where(ticket => Has(ticket.Reference, wanted) || Has(ticket.ExternalId, wanted) || Has(ticket.Subject, wanted)).Select(Of);
        var described = fleet.Hosts.Except(named).SelectMany(host => Facts(host).Where(fact => Has(fact, wanted)).Take(1).Select(fact => Of(host, fact)));
        return [.. named.Select(host => Of(host, "")).Concat(gpus).Concat(written).Concat(described).Take(Limit)];
    }

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);

    // In the words in which they are shown: "rack B07" is looked for as well as "B07".
    private static IEnumerable<string> Facts(Host host) => new (string Word, string Value)[]
    {
        ("asset tag", host.AssetTag), ("rack", host.Rack), ("pool", host.PoolId), ("driver", host.DriverVersion),
    }.Where(fact => fact.Value.Length > 0).Select(fact => $"{fact.Word} {fact.Value}");

    private static SearchHit Of(Host host, string fact) =>
        new(host.Name, $"{host.SiteId}, {Shown.Place(host.Rack, host.U)}{(fact.Length == 0 ? "" : ", " + fact)}", "/hosts/" + Uri.EscapeDataString(host.Name));

    private static SearchHit Of(Host host, Gpu gpu)
    {
        var index = gpu.Index.ToString(CultureInfo.InvariantCulture);
        return new($"{host.Name} GPU {index}", $"{gpu.Serial} {gpu.Uuid}", $"/hosts/{Uri.EscapeDataString(host.Name)}?gpu={index}");
    }

    private static SearchHit Of(Ticket ticket) => new($"ticket {ticket.Reference}", ticket.Subject, "/tickets?open=" + Uri.EscapeDataString(ticket.Reference));
}
