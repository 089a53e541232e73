using SovereignFleet.Server.Health.Conditions;

namespace SovereignFleet.Server.Health.Monitor;

/// <summary>How many Conditions one rule may have open of one Host, or of one GPU: an agent that invents parts calls nobody for each. Pure.</summary>
internal static class ConditionRoom
{
    /// <summary>More than a machine has memory modules.</summary>
    public const int MostOfOneRule = 64;

    /// <returns>The verdicts that would open one for which there is no room.</returns>
    public static HashSet<Verdict> Untaken(IEnumerable<Verdict> verdicts, IReadOnlyCollection<Condition> open)
    {
        var untaken = new HashSet<Verdict>(ReferenceEqualityComparer.Instance);
        foreach (var found in verdicts.Where(verdict => verdict.Finding is not null).GroupBy(verdict => (verdict.Rule.Name, verdict.GpuUuid)))
        {
            var taken = open.Where(condition => condition.Rule == found.Key.Name && condition.GpuUuid == found.Key.GpuUuid).Select(condition => condition.Code).ToHashSet();
            untaken.UnionWith(found.Where(verdict => !taken.Contains(verdict.Code) && (taken.Count >= MostOfOneRule || !taken.Add(verdict.Code))));
        }

        return untaken;
    }
}
