namespace SovereignFleet.Server.Health.Faults;

/// <summary>One thing that can be wrong, under one word everywhere: a rule that finds nothing else bears it as its name, its Condition as its code.</summary>
/// <param name="Code">Stable word: "ecc-uncorrected".</param>
/// <param name="AlertName">What people route and silence by: add, never rename.</param>
internal sealed record Fault(string Code, string AlertName)
{
    /// <summary>A fault without an alert name of its own still reaches a person: "fan-stopped" as "FanStopped".</summary>
    public Fault(string code)
        : this(code, string.Concat(code.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..])))
    {
    }
}
