using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>Section <c>Identity</c>.</summary>
internal sealed class AuthorityOptions : IServerOptions
{
    /// <summary>Protects the CA's key, the same file on every replica; empty: ca-passphrase in the data folder.</summary>
    public string PassphraseFile { get; set; } = "";

    /// <summary>By which names browsers reach the dashboard, beside this machine's own: its certificate is for these.</summary>
    public List<string> DashboardNames { get; set; } = [];

    public IEnumerable<string> Faults()
    {
        if (Directory.Exists(PassphraseFile))
        {
            yield return $"Identity:PassphraseFile is \"{PassphraseFile}\", which is a folder; it must be a file.";
        }

        foreach (var name in DashboardNames.Where(name => Uri.CheckHostName(name) == UriHostNameType.Unknown))
        {
            yield return $"Identity:DashboardNames has \"{name}\", which is no name of a machine and no address.";
        }
    }
}
