namespace SovereignFleet.Dashboard.Security;

/// <summary>What cookies may ask of the way to the browser.</summary>
/// <param name="IsSecure">All of it is TLS, the dashboard's own or a known proxy's: a cookie without it is none of ours.</param>
internal sealed record Transport(bool IsSecure)
{
    public static Transport Of(IEnumerable<string> addresses, TransportOptions options) =>
        new(options.KnownProxies.Count > 0 || addresses.All(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Browsers take a cookie of this prefix only over TLS, from this very host, for all its pages: nobody else can plant one.</summary>
    public string CookieName(string name) => IsSecure ? "__Host-" + name : name;
}
