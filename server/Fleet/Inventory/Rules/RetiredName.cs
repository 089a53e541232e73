namespace SovereignFleet.Server.Fleet.Inventory.Rules;

/// <summary>What is declared as taken away: {"name": "sold-01", "retired": true}.</summary>
/// <param name="Path">"hosts[3]"; of one that a call names: "host".</param>
/// <param name="Section">"hosts"</param>
/// <param name="Name">The name or id.</param>
/// <param name="Site">Of a Window, whose name is its Site's alone; else empty.</param>
internal sealed record RetiredName(string Path, string Section, string Name, string Site);
