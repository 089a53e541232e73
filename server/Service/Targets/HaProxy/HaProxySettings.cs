using System.Net;
using System.Text.RegularExpressions;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;

namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>{"endpoints": ["unix:/run/haproxy.sock", "tcp:127.0.0.1:19999"], "backend": "be"}</summary>
internal sealed partial record HaProxySettings : IPlugInSettings
{
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    public string Backend { get; init; } = "";

    public IEnumerable<SettingsFault> Faults()
    {
        if (Endpoints.Count == 0)
        {
            yield return new SettingsFault("endpoints", "must name the runtime API of every HAProxy in front of the pool, as [\"unix:/run/haproxy/admin.sock\"].");
        }

        for (var place = 0; place < Endpoints.Count; place++)
        {
            if (HaProxySocket.AddressOf(Endpoints[place]) is null)
            {
                yield return new SettingsFault($"endpoints[{place}]", $"\"{Endpoints[place]}\" must be unix:/PATH (107 bytes at most) or tcp:HOST:PORT.");
            }
            else if (Endpoints.Take(place).Contains(Endpoints[place]))
            {
                yield return new SettingsFault($"endpoints[{place}]", $"\"{Endpoints[place]}\" is named twice; its sessions would count twice.");
            }
        }

        if (Backend.Length == 0)
        {
            yield return new SettingsFault("backend", "must name the backend whose servers the pool's hosts are.");
        }
        else if (!IsName(Backend))
        {
            yield return new SettingsFault("backend", $"\"{Backend}\" is no HAProxy backend name: letters, digits, '_', '.', ':' and '-'.");
        }
    }

    /// <summary>The endpoints that the server's own configuration does not allow.</summary>
    public IEnumerable<SettingsFault> Faults(AllowedDestinations destinations)
    {
        for (var place = 0; place < Endpoints.Count; place++)
        {
            var why = HaProxySocket.AddressOf(Endpoints[place]) switch
            {
                DnsEndPoint host => destinations.Balancers.WhyNot(host.Host, host.Port),
                { } path => destinations.Sockets.WhyNot(path.ToString()!),
                null => null,
            };
            if (why is not null)
            {
                yield return new SettingsFault($"endpoints[{place}]", why);
            }
        }
    }

    /// <summary>The names become part of a command line, where ';' begins another command.</summary>
    public static bool IsName(string text) => Word().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9_.:-]+\z")]
    private static partial Regex Word();
}
