namespace SovereignFleet.Server.Hosting;

/// <summary>Where the server keeps what is its own: the private Postgres, the CA's certificate and passphrase, the checkpoints.</summary>
internal sealed class DataFolder
{
    private readonly string root;

    public DataFolder(string path)
    {
        root = Path.GetFullPath(path);
        Directory.CreateDirectory(root);
        // Others may pass through to a folder that is theirs (Postgres runs as nobody under root), but list and read nothing.
        File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string At(string name) => Path.Combine(root, name);
}
