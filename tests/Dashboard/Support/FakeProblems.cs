using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>What the server folds: a problem for each host or GPU of the conditions, and one of the pool; and how far each host's drain is.</summary>
internal static class FakeProblems
{
    public static void Tell(FleetSnapshot snapshot, IReadOnlyList<Condition> conditions, IReadOnlyList<Drain> drains)
    {
        foreach (var host in snapshot.Hosts)
        {
            host.Drain = drains.FirstOrDefault(drain => drain.Id == host.DrainId) is { } drain ? Brief(drain) : null;
        }

        var firing = conditions.Where(condition => condition.State == ConditionState.Firing);
        snapshot.Problems.AddRange(firing.GroupBy(condition => (condition.HostName, condition.GpuUuid)).Select(group => Of([.. group])));
        snapshot.Problems.Add(new Problem
        {
            Id = "pool/llm-ca",
            PoolId = "llm-ca",
            Severity = Severity.Warning,
            Headline = "Pool llm-ca has 6 hosts available, and 6 required + 1 spare = 7 are to be there",
            Since = conditions[0].Since,
            AlertIds = { "alert-pool" },
        });
    }

    private static DrainBrief Brief(Drain drain) => new()
    {
        Id = drain.Id,
        State = drain.State,
        IsBraked = drain.Guard is { Braked: true },
        TakesWord = DrainPlan.TakesAPersonsWord(drain),
        HasFailedWork = DrainPlan.WaitsForAPerson(drain),
    };

    private static Problem Of(IReadOnlyList<Condition> conditions) => new()
    {
        Id = conditions[0].HostName + "/" + conditions[0].GpuUuid,
        HostName = conditions[0].HostName,
        GpuUuid = conditions[0].GpuUuid,
        GpuIndex = conditions[0].GpuIndex,
        SiteId = conditions[0].SiteId,
        Severity = conditions[0].Severity,
        Headline = conditions[0].Sentence,
        Owner = conditions[0].AcknowledgedBy,
        Since = conditions[0].Since,
        AsksForDrain = true,
        ConditionIds = { conditions.Select(condition => condition.Id) },
        AlertIds = { conditions.Select(condition => condition.Id switch { "cond-ecc" => "alert-ecc", "cond-xid" => "alert-xid", _ => "" }).Where(id => id.Length > 0) },
        Also = { conditions.Skip(1).Select(condition => condition.Sentence) },
    };
}
