using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Conditions;

/// <summary>How a condition is shown: its mark, the class of its notice, the word for its state.</summary>
internal readonly record struct ConditionLook(GlyphShape Shape, string Css, string Word)
{
    public static ConditionLook Of(Condition condition)
    {
        var word = condition.State == ConditionState.Pending ? "seen" : "firing since";
        return condition.Severity == Severity.Critical
            ? new ConditionLook(GlyphShape.Diamond, "notice-act", word)
            : new ConditionLook(GlyphShape.Triangle, "notice-watch", word);
    }

    /// <summary>Those that are not resolved, the worst and then the oldest first.</summary>
    public static IEnumerable<Condition> Open(IEnumerable<Condition> conditions) =>
        conditions.Where(condition => condition.State != ConditionState.Resolved)
            .OrderByDescending(condition => condition.Severity).ThenBy(condition => condition.Since?.ToDateTimeOffset());
}
