using System.Net;
using System.Net.Sockets;

namespace SovereignFleet.Server.Identity.People.Limits;

/// <summary>Where a caller sits, and by which way the call came.</summary>
/// <param name="ThroughDashboard">The address is the dashboard's word.</param>
internal readonly record struct CallerPlace(string Address, bool ThroughDashboard = false)
{
    /// <summary>What tries are counted by: an address of IPv4, a /64 of IPv6, which is what one customer of a network has; else one machine had billions of
    /// buckets. Whoever floods the API from the dashboard's own machine takes nothing from those who sit before it.</summary>
    public string Bucket => (ThroughDashboard ? "dashboard " : "") + Network(Address);

    private static string Network(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = parsed.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
