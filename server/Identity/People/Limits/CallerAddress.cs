using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Server.Identity.People.Limits;

/// <summary>Where a caller sits.</summary>
internal static class CallerAddress
{
    /// <summary>Where the person sits for whom the dashboard calls.</summary>
    public const string Header = "sovereignfleet-person-address";

    /// <summary>The connection's; only who shows the dashboard's certificate may name another, and of anybody else that word counts for nothing.</summary>
    public static string GetAddress(this ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var told = http.Request.Headers[Header];
        return DashboardPrincipal.Is(http.Connection.ClientCertificate) && IPAddress.TryParse(told, out var person)
            ? Text(person)
            : http.Connection.RemoteIpAddress is { } own ? Text(own) : "unknown";
    }

    /// <summary>What one customer of a network has: an address of IPv4, a /64 of IPv6. Limits count by this, or one machine had billions of buckets.</summary>
    public static string Network(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = parsed.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }

    private static string Text(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes())).ToString();
}
