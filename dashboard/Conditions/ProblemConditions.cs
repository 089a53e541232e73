using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Conditions;

/// <summary>Which conditions are one problem, and so one person's at once. Pure.</summary>
internal static class ProblemConditions
{
    /// <summary>What is acknowledged with a condition: all of its problem that nobody has acknowledged, the headline's first. Empty: somebody has, or
    /// another condition of the same problem asks for it.</summary>
    /// <param name="shown">Those of the page.</param>
    /// <param name="problems">Of the fleet; a condition that does not fire yet is of none, and is acknowledged alone. Null: they are not known, and
    /// neither is what it would be acknowledged with.</param>
    public static IReadOnlyList<Condition> AcknowledgedWith(Condition condition, IEnumerable<Condition> shown, IEnumerable<Problem>? problems)
    {
        if (condition.AcknowledgedBy.Length > 0 || problems is null)
        {
            return [];
        }

        if (problems.FirstOrDefault(problem => problem.ConditionIds.Contains(condition.Id)) is not { } problem)
        {
            return [condition];
        }

        var open = shown.Where(each => each.AcknowledgedBy.Length == 0).ToDictionary(each => each.Id);
        Condition[] together = [.. problem.ConditionIds.Select(id => open.GetValueOrDefault(id)).OfType<Condition>()];
        return together[0].Id == condition.Id ? together : [];
    }
}
