using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair;

/// <summary>One thing that the agent can do to its Host when it is told to. Doing it twice has the effect of once.</summary>
internal interface IRepairAction
{
    /// <summary>As in Commands:Allow: "identify", "read-power".</summary>
    string Name { get; }

    Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken);
}

/// <summary>What came of it, for a person, and what was read back afterwards.</summary>
internal sealed record RepairOutcome(bool Done, string Text, IReadOnlyDictionary<string, string> Proof);
