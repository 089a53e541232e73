using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>Section <c>Identity</c>.</summary>
internal sealed class AuthorityOptions : IServerOptions
{
    /// <summary>Protects the CA's key, the same file on every replica; empty: ca-passphrase in the data folder.</summary>
    public string PassphraseFile { get; set; } = "";

    public IEnumerable<string> Faults()
    {
        if (Directory.Exists(PassphraseFile))
        {
            yield return $"Identity:PassphraseFile is \"{PassphraseFile}\", which is a folder; it must be a file.";
        }
    }
}
