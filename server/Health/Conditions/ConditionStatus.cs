namespace SovereignFleet.Server.Health.Conditions;

/// <summary>Where a Condition stands.</summary>
internal sealed record ConditionStatus(ConditionState State, DateTimeOffset Since, DateTimeOffset LastFoundAt)
{
    public static ConditionStatus Of(Condition condition) => new(condition.State, condition.Since, condition.LastFoundAt);
}
