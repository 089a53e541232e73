using System.Net;

namespace SovereignFleet.Server.Hosting.Configuration;

/// <summary>Section <c>Listen</c>: the doors of the server. A host is an IP address (0.0.0.0: all) or localhost.</summary>
internal sealed class ListenOptions : IServerOptions
{
    private static readonly ListenOptions Usual = new();

    public string Agents { get; set; } = "https://127.0.0.1:7443";

    public string Api { get; set; } = "https://127.0.0.1:7444";

    public string Management { get; set; } = "http://127.0.0.1:7445";

    /// <summary>More names and addresses for the server's certificate.</summary>
    public string[] Names { get; set; } = [];

    public IEnumerable<string> Faults() =>
    [
        .. Faults("Agents", Agents, Usual.Agents),
        .. Faults("Api", Api, Usual.Api),
        .. Faults("Management", Management, Usual.Management),
    ];

    /// <summary>Null: a name, which nobody can listen at.</summary>
    public static IPAddress? AddressOf(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    private static IEnumerable<string> Faults(string key, string text, string usual)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != new Uri(usual).Scheme)
        {
            yield return $"Listen:{key} is \"{text}\"; it must be an address like {usual}.";
        }
        else if (AddressOf(address.Host) is null)
        {
            yield return $"Listen:{key} names the host \"{address.Host}\"; give an IP address (0.0.0.0: all) and put names into Listen:Names.";
        }
    }
}
