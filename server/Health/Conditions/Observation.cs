namespace SovereignFleet.Server.Health.Conditions;

/// <summary>What a rule says of a Condition now.</summary>
internal enum Observation
{
    /// <summary>Nothing: not looked at, or it could not be read.</summary>
    Unknown,
    Found,
    Clear,
}
