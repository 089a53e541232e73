namespace SovereignFleet.Server.Health.Conditions;

/// <summary>What the rules and the state machine need to know of a Condition that is not resolved.</summary>
internal sealed record OpenCondition(string Rule, string Code, string? GpuUuid, DrainAdvice Drain, Severity Severity, ConditionStatus Status)
{
    public static OpenCondition Of(Condition condition) =>
        new(condition.Rule, condition.Code, condition.GpuUuid, condition.Drain, condition.Severity, ConditionStatus.Of(condition));
}
