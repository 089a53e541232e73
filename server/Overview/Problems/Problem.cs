using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Health.Conditions;

namespace SovereignFleet.Server.Overview.Problems;

/// <summary>One Host, GPU or Pool that something is wrong with, and all that is told of it.</summary>
/// <param name="Conditions">Firing, the worst and then the oldest first.</param>
/// <param name="Alerts">Open, the worst and then the oldest first.</param>
internal sealed record Problem(ProblemSubject Subject, IReadOnlyList<Condition> Conditions, IReadOnlyList<Alert> Alerts)
{
    private Condition? WorstCondition => Conditions.Count > 0 ? Conditions[0] : null;

    private Alert? WorstAlert => Alerts.Count > 0 ? Alerts[0] : null;

    // An alert of the same weight only repeats its Condition, or tells what is done about it.
    private bool IsTheAlerts => WorstCondition is null || WorstAlert?.Severity > WorstCondition.Severity;

    public Severity Severity => IsTheAlerts ? WorstAlert!.Severity : WorstCondition!.Severity;

    public string Headline => IsTheAlerts ? WorstAlert!.Summary : WorstCondition!.Sentence;

    /// <summary>Null: no Condition says what to do.</summary>
    public string? Advice => WorstCondition?.Action;

    /// <summary>Who acknowledged the Condition of the headline. A worse one that comes later is nobody's yet.</summary>
    public string? Owner => WorstCondition?.AcknowledgedBy;

    public DateTimeOffset Since => Conditions.Select(condition => condition.FiredAt ?? condition.Since).Concat(Alerts.Select(alert => alert.StartedAt)).Min();

    /// <summary>Each further sentence once. What a Condition's own alert says, the Condition has said.</summary>
    public IReadOnlyList<string> Also =>
        [.. Conditions.Select(condition => condition.Sentence)
            .Concat(Alerts.Where(alert => alert.ConditionId is null).Select(alert => alert.Summary))
            .Where(sentence => sentence != Headline).Distinct()];
}

/// <summary>What a Problem is of. All null: the server itself.</summary>
internal readonly record struct ProblemSubject(Guid? HostId, string? GpuUuid, string? PoolId);
