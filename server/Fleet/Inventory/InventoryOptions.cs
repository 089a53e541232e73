using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Section <c>Fleet</c>.</summary>
internal sealed class InventoryOptions : IServerOptions
{
    /// <summary>Applied at start; empty: none. A file that is missing or does not fit is told in the log, and the server goes on with the
    /// fleet that it knows.</summary>
    public string InventoryFile { get; set; } = "";

    public IEnumerable<string> Faults()
    {
        if (Directory.Exists(InventoryFile))
        {
            yield return $"Fleet:InventoryFile is \"{InventoryFile}\", which is a folder; it must be a file.";
        }
    }
}
