namespace SovereignFleet.Server.Hosting.Configuration;

/// <summary>The key <c>DataFolder</c>.</summary>
internal sealed class DataFolderOptions : IServerOptions
{
    /// <summary>Everything that is the server's own.</summary>
    public string DataFolder { get; set; } = ".fleet/server";

    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(DataFolder))
        {
            yield return "DataFolder must name a folder, as /var/lib/sovereignfleet-server.";
        }
        else if (File.Exists(DataFolder))
        {
            yield return $"DataFolder is \"{DataFolder}\", which is a file; it must be a folder.";
        }
    }
}
