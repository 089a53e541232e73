using System.Net;

namespace SovereignFleet.Server.Hosting.Destinations;

/// <summary>Addresses that mean this machine, its own link or everybody, in whichever form they are written.</summary>
internal static class OwnAddress
{
    private static readonly IPNetwork[] Own =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::1/128"), IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    // Networks whose addresses carry one of IPv4, and the byte at which it begins: mapped (RFC 4291), compatible (the same), NAT64 (RFC 6052), 6to4 (RFC 3056).
    private static readonly (IPNetwork Network, int At)[] Carriers =
    [
        (IPNetwork.Parse("::ffff:0:0/96"), 12), (IPNetwork.Parse("::/96"), 12), (IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2),
    ];

    public static bool Is(IPAddress address) => Own.Any(network => network.Contains(address)) || (Carried(address) is { } inner && Own.Any(network => network.Contains(inner)));

    private static IPAddress? Carried(IPAddress address) =>
        Carriers.Where(carrier => carrier.Network.Contains(address)).Select(carrier => new IPAddress(address.GetAddressBytes().AsSpan(carrier.At, 4))).FirstOrDefault();
}
