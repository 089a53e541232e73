using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Hosting.Destinations;

/// <summary>Section <c>Destinations</c>: where the server may connect to by what the inventory says. What the configuration itself names
/// (Alertmanagers, the mail server, a collector) needs no place here.</summary>
internal sealed class DestinationsOptions : IServerOptions
{
    private static readonly string[] UsualSockets = ["/run/haproxy"];

    /// <summary>Folders in which the unix sockets of load balancers lie; none: /run/haproxy.</summary>
    public string[] SocketFolders { get; set; } = [];

    /// <summary>Load balancers by TCP; none: no address.</summary>
    public string[] Balancers { get; set; } = [];

    /// <summary>Ticket systems; none: no address.</summary>
    public string[] Tickets { get; set; } = [];

    public IReadOnlyList<string> Sockets => SocketFolders.Length == 0 ? UsualSockets : SocketFolders;

    public IEnumerable<string> Faults()
    {
        foreach (var (key, rules) in new[] { (nameof(Balancers), Balancers), (nameof(Tickets), Tickets) })
        {
            for (var place = 0; place < rules.Length; place++)
            {
                if (DestinationRule.Parse(rules[place]) is null)
                {
                    yield return $"Destinations:{key}:{place} is \"{rules[place]}\"; it must be {DestinationRule.Form}.";
                }
            }
        }

        for (var place = 0; place < SocketFolders.Length; place++)
        {
            if (string.IsNullOrWhiteSpace(SocketFolders[place]) || File.Exists(SocketFolders[place]))
            {
                yield return $"Destinations:SocketFolders:{place} is \"{SocketFolders[place]}\"; it must be a folder, as /run/haproxy.";
            }
        }
    }
}
