using System.Globalization;
using System.Net;

namespace SovereignFleet.Server.Hosting.Destinations;

/// <summary>One place where the server may connect: a host or a network, of one port or of any.</summary>
/// <param name="Name">Of a host; null where <paramref name="Network"/> is given.</param>
internal sealed record DestinationRule(string? Name, IPNetwork? Network, int? Port)
{
    public const string Form = "HOST, ADDRESS or NETWORK/BITS, with or without :PORT, as tickets.example.net:443, 10.8.0.0/16:9999 or [fd00:8::/64]:9999";

    /// <returns>Null: it is none.</returns>
    public static DestinationRule? Parse(string text)
    {
        var (host, rest) = Split(text);
        int? port = null;
        if (rest.Length > 0)
        {
            if (rest[0] != ':' || !int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > ushort.MaxValue)
            {
                return null;
            }

            port = number;
        }

        if (IPNetwork.TryParse(host, out var network))
        {
            // "10.8.0.1/16" is one host or a whole network: whoever wrote it must say which.
            return IPAddress.TryParse(host.AsSpan(0, host.IndexOf('/', StringComparison.Ordinal)), out var first) && first.Equals(network.BaseAddress)
                ? new DestinationRule(null, network, port)
                : null;
        }

        if (IPAddress.TryParse(host, out var address))
        {
            // "127.1" and "0x7f000001" are addresses too, and look like none.
            var one = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return string.Equals(address.ToString(), host, StringComparison.OrdinalIgnoreCase) ? new DestinationRule(null, one, port) : null;
        }

        return Uri.CheckHostName(host) == UriHostNameType.Dns ? new DestinationRule(host, null, port) : null;
    }

    public bool IsOfPort(int port) => Port is null || Port == port;

    /// <summary>A name stands for the addresses that it has, except those that mean this machine or its own link: whoever answers for the name
    /// in DNS would choose what is reached here.</summary>
    public bool Allows(string host, IPAddress address, int port)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IsOfPort(port) && (Network is { } network ? network.Contains(plain) : IsNamed(host) && (IsLocalhost(host, plain) || !OwnAddress.Is(plain)));
    }

    public bool IsNamed(string host) => string.Equals(host.TrimEnd('.'), Name?.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static bool IsLocalhost(string host, IPAddress address) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) && IPAddress.IsLoopback(address);

    private static (string Host, string Port) Split(string text)
    {
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            return (text[1..end], text[(end + 1)..]);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || text.LastIndexOf(':') != colon ? (text, "") : (text[..colon], text[colon..]);
    }
}
