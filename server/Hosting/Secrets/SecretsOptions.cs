using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Hosting.Secrets;

/// <summary>Section <c>Secrets</c>, judged beside the keys of the files that must not lie in its folder.</summary>
internal sealed class SecretsOptions : IServerOptions
{
    private const string Usual = "secrets";

    public string DataFolder { get; set; } = new DataFolderOptions().DataFolder;

    public SecretsSection Secrets { get; set; } = new();

    public IdentitySection Identity { get; set; } = new();

    public TicketsSection Tickets { get; set; } = new();

    /// <summary>Full.</summary>
    public string FolderPath => Path.GetFullPath(Secrets.Folder.Length > 0 ? Secrets.Folder : Path.Combine(DataFolder, Usual));

    public IEnumerable<string> Faults()
    {
        if (File.Exists(Secrets.Folder))
        {
            yield return $"Secrets:Folder is \"{Secrets.Folder}\", which is a file; it must be a folder.";
        }
        else if (!string.IsNullOrWhiteSpace(DataFolder) && IsInside(FolderPath, Path.GetFullPath(DataFolder)))
        {
            yield return $"Secrets:Folder is \"{Secrets.Folder}\", where the server's own secrets lie too (DataFolder); give it a folder of its own: whoever applies the inventory names what is in it.";
        }

        foreach (var (key, file) in new[] { ("Identity:PassphraseFile", Identity.PassphraseFile), ("Tickets:Email:PasswordFile", Tickets.Email.PasswordFile) })
        {
            if (file.Length > 0 && IsInside(FolderPath, Path.GetFullPath(file)))
            {
                yield return $"{key} lies in Secrets:Folder; keep it elsewhere: whoever applies the inventory names what is in that folder.";
            }
        }
    }

    private static bool IsInside(string folder, string path) =>
        path == folder || RealPath.IsBelow(folder, path) || (RealPath.Of(folder) is { } real && RealPath.Of(path) is { } other && (other == real || RealPath.IsBelow(real, other)));

    internal sealed class SecretsSection
    {
        /// <summary>What the inventory may name, a file each; empty: secrets in the data folder.</summary>
        public string Folder { get; set; } = "";
    }

    internal sealed class IdentitySection
    {
        public string PassphraseFile { get; set; } = "";
    }

    internal sealed class TicketsSection
    {
        public EmailSection Email { get; set; } = new();
    }

    internal sealed class EmailSection
    {
        public string PasswordFile { get; set; } = "";
    }
}
