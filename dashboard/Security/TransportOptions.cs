using System.Net;

namespace SovereignFleet.Dashboard.Security;

/// <summary>How browsers reach the dashboard: its own TLS, or a proxy's.</summary>
internal sealed class TransportOptions
{
    /// <summary>Key Certificate: a PEM file with the certificate that browsers are shown, and those between it and its CA. Empty: the one that the server made.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Key CertificateKey: the PEM file of its key. Empty: it lies in Certificate.</summary>
    public string CertificateKey { get; set; } = "";

    /// <summary>Key KnownProxies: addresses or networks of the proxies that end TLS in front of the dashboard. Theirs alone is the word on where a person sits.</summary>
    public List<string> KnownProxies { get; set; } = [];

    /// <summary>"10.0.0.7" or "10.0.0.0/24".</summary>
    public static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
