namespace SovereignFleet.Server.Service.Targets;

/// <summary>One Host as its Pool's target knows it.</summary>
/// <param name="Name">The server's name there.</param>
/// <param name="Settings">The target's own settings, JSON, from the Pool.</param>
internal sealed record TargetServer(string Name, string Settings);
