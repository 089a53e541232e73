using SovereignFleet.Server.Health.Rules;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>A verdict and the rule that gave it.</summary>
internal sealed record RuleVerdict(IHealthRule Rule, Verdict Verdict)
{
    public Observation Observed => Verdict.Finding is null ? Observation.Clear : Observation.Found;

    public bool IsOf(OpenCondition open) => open.Rule == Rule.Name && open.Code == Verdict.Code && open.GpuUuid == Verdict.GpuUuid;

    public bool IsOf(Condition condition) => condition.Rule == Rule.Name && condition.Code == Verdict.Code && condition.GpuUuid == Verdict.GpuUuid;

    /// <summary>Where the Condition stands after this verdict; null: there is none.</summary>
    public ConditionStatus? Next(ConditionStatus? current, DateTimeOffset now)
    {
        var next = ConditionMachine.Next(current, Observed, Rule.Hold, Rule.Keep, now);
        // An Event may be told late: what mended it since must count as later.
        return next is not null && Observed == Observation.Found && Verdict.At is { } at
            ? next with { LastFoundAt = current?.LastFoundAt > at ? current.LastFoundAt : at }
            : next;
    }

    /// <summary>Whether this changes anything that is stored. While nothing changes, a Frame costs no database call.</summary>
    public bool Matters(OpenCondition? open, DateTimeOffset now)
    {
        var next = Next(open?.Status, now);
        if (open is null || next is null)
        {
            return open?.Status != next;
        }

        return next.State != open.Status.State
            || Verdict.Occurrences > 0
            || (Verdict.Finding is { } finding && (finding.Severity != open.Severity || finding.Drain != open.Drain))
            || next.LastFoundAt - open.Status.LastFoundAt >= ConditionStore.Touch;
    }
}
