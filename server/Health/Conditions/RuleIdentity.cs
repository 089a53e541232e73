using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>What the Conditions need to know of the rule that gave a verdict.</summary>
/// <param name="Name">Stable word, part of the Condition's name: the code of the one fault that it finds, or the name of their family.</param>
/// <param name="Hold">How long a finding must last before its Condition fires. Zero for what an Event tells.</param>
/// <param name="Keep">How long all must be well before a firing Condition is resolved.</param>
internal sealed record RuleIdentity(string Name, TimeSpan Hold, TimeSpan Keep)
{
    /// <summary>As it stands in the Journal.</summary>
    public string Actor => ActorOf(Name);

    public static RuleIdentity Of(Fault fault, TimeSpan hold, TimeSpan keep) => new(fault.Code, hold, keep);

    public static string ActorOf(string rule) => "rule:" + rule;
}
