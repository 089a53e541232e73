namespace SovereignFleet.Agent.Repair;

/// <summary>What this Host lets the server do to it.</summary>
internal sealed record CommandOptions
{
    /// <summary>Commands:Allow. What is not named here is refused.</summary>
    public required IReadOnlySet<string> Allow { get; init; }

    /// <summary>Remembers which commands were obeyed.</summary>
    public required string LogFile { get; init; }
}
