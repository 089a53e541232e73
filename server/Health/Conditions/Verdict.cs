namespace SovereignFleet.Server.Health.Conditions;

/// <summary>What one rule says of one code on one Host or GPU at one instant. What a rule says nothing of is unknown, and the
/// unknown changes no Condition.</summary>
/// <param name="Finding">Null: looked, and all is well.</param>
/// <param name="Occurrences">How many new occurrences this tells: Events count, a state that lasts does not.</param>
/// <param name="At">When it happened, by our clock; null: it is so now.</param>
internal sealed record Verdict(RuleIdentity Rule, string Code, string? GpuUuid, Finding? Finding, int Occurrences, DateTimeOffset? At)
{
    private Observation Observed => Finding is null ? Observation.Clear : Observation.Found;

    /// <summary>A state that lasts: it is so at this instant.</summary>
    public static Verdict Found(RuleIdentity rule, Finding finding) => new(rule, finding.Code, finding.GpuUuid, finding, 0, null);

    /// <summary>Something happened.</summary>
    public static Verdict Happened(RuleIdentity rule, Finding finding, int occurrences, DateTimeOffset at) =>
        new(rule, finding.Code, finding.GpuUuid, finding, occurrences, at);

    /// <summary>It was looked at, and all is well; of a rule that finds one fault alone.</summary>
    public static Verdict Clear(RuleIdentity rule, string? gpuUuid) => Clear(rule, rule.Name, gpuUuid);

    /// <summary>It was looked at, and all is well.</summary>
    public static Verdict Clear(RuleIdentity rule, string code, string? gpuUuid) => new(rule, code, gpuUuid, null, 0, null);

    public bool IsOf(Condition condition) => condition.Rule == Rule.Name && condition.Code == Code && condition.GpuUuid == GpuUuid;

    /// <summary>Where the Condition stands after this verdict; null: there is none.</summary>
    public ConditionStatus? Next(ConditionStatus? current, DateTimeOffset now)
    {
        var next = ConditionMachine.Next(current, Observed, Rule.Hold, Rule.Keep, now);
        // An Event may be told late: what mended it since must count as later.
        return next is not null && Finding is not null && At is { } at
            ? next with { LastFoundAt = current?.LastFoundAt > at ? current.LastFoundAt : at }
            : next;
    }

    /// <summary>Whether this changes anything that is stored. While nothing changes, a Frame costs no database call.</summary>
    /// <param name="open">The Condition that it is of; null: there is none.</param>
    public bool Matters(Condition? open, DateTimeOffset now)
    {
        var current = open is null ? null : ConditionStatus.Of(open);
        var next = Next(current, now);
        if (open is null || next is null)
        {
            return current != next;
        }

        return next.State != open.State
            || Occurrences > 0
            || (Finding is { } finding && (finding.Severity != open.Severity || finding.Drain != open.Drain || finding.Remedy.Kind != open.Remedy))
            || next.LastFoundAt - open.LastFoundAt >= ConditionStore.Touch;
    }
}
