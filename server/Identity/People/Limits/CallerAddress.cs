using System.Net;
using Grpc.Core;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Server.Identity.People.Limits;

/// <summary>Finds out where a caller sits.</summary>
internal static class CallerAddress
{
    /// <summary>Where the person sits for whom the dashboard calls.</summary>
    public const string Header = "sovereignfleet-person-address";

    /// <summary>The connection's; only who shows the dashboard's certificate may name another, and of anybody else that word counts for nothing.</summary>
    public static CallerPlace GetPlace(this ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var told = http.Request.Headers[Header];
        return DashboardPrincipal.Is(http.Connection.ClientCertificate) && IPAddress.TryParse(told, out var person)
            ? new CallerPlace(Text(person), ThroughDashboard: true)
            : new CallerPlace(http.Connection.RemoteIpAddress is { } own ? Text(own) : "unknown");
    }

    public static string GetAddress(this ServerCallContext context) => context.GetPlace().Address;

    private static string Text(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes())).ToString();
}
