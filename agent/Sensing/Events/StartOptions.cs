using SovereignFleet.Agent.Sensing.Hardware;

namespace SovereignFleet.Agent.Sensing.Events;

/// <summary>What the agent knows of its own start.</summary>
internal sealed record StartOptions
{
    public required BootFacts Boot { get; init; }

    public required string AgentVersion { get; init; }

    /// <summary>Keeps the boot id last seen.</summary>
    public required string BootNote { get; init; }
}
