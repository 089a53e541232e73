using System.Collections.Immutable;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder;

/// <summary>Which rung comes now. Pure: the rung is derived from what fires, what is allowed and what was tried, so that a restart or another
/// replica comes to the same one. Each kind is tried once in a Drain, and only deeper ones after it: the ladder ends, and its last rung is remote hands.</summary>
internal static class RepairLadder
{
    public static WorkPlan Next(LadderFacts facts, DateTimeOffset now)
    {
        var rung = Choose(facts, now);
        return rung.Works[0].Kind == WorkKind.RemoteHands ? rung : rung with { Next = After(rung, facts, now) };
    }

    private static WorkPlan Choose(LadderFacts facts, DateTimeOffset now)
    {
        if (ForAPerson(facts) is { } person)
        {
            return Hands(person);
        }

        if (LadderBounds.ReachedByHost(facts, now) is { } tooOften)
        {
            return Hands(tooOften);
        }

        var passed = new List<string>();
        var start = Start(facts);
        foreach (var kind in RungKinds.Machine.Where(kind => kind >= start))
        {
            var works = WorksOf(kind, facts);
            if (WhyNot(kind, works, facts) is { } whyNot)
            {
                passed.Add(whyNot);
            }
            else if (works.Select(work => LadderBounds.Reached(work, facts, now)).FirstOrDefault(reached => reached is not null) is { } reached)
            {
                return Hands(reached);
            }
            else
            {
                return new WorkPlan(works) { Why = Why(passed, facts) };
            }
        }

        return Hands(string.Join("; ", passed));
    }

    /// <summary>What no machine may decide or mend; null: one may try.</summary>
    private static string? ForAPerson(LadderFacts facts)
    {
        if (facts.Allowed.Count == 0)
        {
            return "the pool lets no machine mend its hosts";
        }

        if (facts.Ailments.Count == 0 && !facts.InThisDrain.Any())
        {
            return "nothing that still fires says what would mend it";
        }

        var named = facts.Ailments.Where(ailment => ailment.Remedy != RemedyKind.None).ToList();
        return facts.Ailments.Count > 0 && named.Count == 0
            ? "what fires says of no repair that it would mend it"
            : named.Find(ailment => RungKinds.Start(ailment) is null) is { } one
            ? $"{Told(one, facts)} is for a person: {(one.Remedy == RemedyKind.Replace ? "the part is to be replaced" : "somebody is to look")}"
            : null;
    }

    /// <summary>The deepest that anything asks for: it mends the others too. What was tried in this Drain is not gone back behind, but to bring up
    /// the inference server alone.</summary>
    private static WorkKind Start(LadderFacts facts)
    {
        var asked = facts.Ailments.Select(RungKinds.Start).Max();
        return asked == WorkKind.RestartUnit
            ? WorkKind.RestartUnit
            : facts.InThisDrain.Select(tried => tried.Kind).Append(asked ?? WorkKind.RestartUnit).Max();
    }

    private static ImmutableArray<PlannedWork> WorksOf(WorkKind kind, LadderFacts facts) => kind switch
    {
        WorkKind.ResetGpu =>
        [
            .. facts.Ailments.Where(ailment => RungKinds.Start(ailment) == kind && ailment.Target is not null)
                .Select(ailment => ailment.Target!).Distinct().OrderBy(target => facts.Gpus.TryGetValue(target, out var gpu) ? gpu.Index : int.MaxValue)
                .Select(target => new PlannedWork(kind, target)),
        ],
        WorkKind.RestartUnit => facts.Unit is { } unit ? [new PlannedWork(kind, unit)] : [],
        _ => [new PlannedWork(kind)],
    };

    /// <summary>Null: it can be done now.</summary>
    private static string? WhyNot(WorkKind kind, ImmutableArray<PlannedWork> works, LadderFacts facts)
    {
        var (name, command) = (RungKinds.NameOf(kind), RungKinds.CommandOf(kind));
        if (facts.InThisDrain.LastOrDefault(tried => works.IsEmpty ? tried.Kind == kind : works.Contains(new PlannedWork(tried.Kind, tried.Target))) is { } before)
        {
            return before switch
            {
                { IsProven: true } => $"the {name} did not mend it",
                { Reached: true } => $"the {name} was not proven",
                _ => $"the {name} could not be done",
            };
        }

        return kind switch
        {
            _ when !facts.Allowed.Contains(kind) => $"the pool allows no {name}",
            _ when !facts.Known.Contains(kind) => $"this server can do no {name}",
            _ when works.IsEmpty => kind == WorkKind.ResetGpu ? "the fault names no GPU to reset" : "the pool names no unit of the inference server",
            _ when works.FirstOrDefault(work => kind == WorkKind.ResetGpu && !facts.Gpus.ContainsKey(work.Target!)) is { } gone => $"{gone.Target} is not in the host any more",
            _ when !facts.IsHeard && kind != WorkKind.PowerCycle => $"the host is silent: its agent cannot be told of a {name}",
            _ when !facts.IsHeard && !facts.HasGateway => "the host is silent and no gateway reaches its BMC for a power cycle",
            _ when facts.IsHeard && facts.Obeys is { } obeys && !obeys.Contains(command) => $"the host's agent does not obey {command}",
            _ => null,
        };
    }

    private static string Why(List<string> passed, LadderFacts facts)
    {
        var asking = facts.Ailments.Where(ailment => RungKinds.Start(ailment) is not null).Select(ailment => Told(ailment, facts)).Distinct().ToList();
        string[] reasons = [.. passed, .. asking.Count > 0 ? [$"{string.Join(", ", asking)} {(asking.Count == 1 ? "calls" : "call")} for it"] : Array.Empty<string>()];
        return string.Join("; ", reasons);
    }

    private static string After(WorkPlan rung, LadderFacts facts, DateTimeOffset now)
    {
        var failed = rung.Works.Select(work => new TriedWork(facts.DrainId, work.Kind, work.Target, now, Reached: true, IsProven: true, Helped: null));
        var next = Choose(facts with { Tried = [.. facts.Tried, .. failed] }, now);
        return RungKinds.NameOf(next.Works[0].Kind);
    }

    private static string Told(Ailment ailment, LadderFacts facts) =>
        ailment.GpuUuid is { } gpu ? $"{ailment.Code} of {facts.NameOf(gpu)}" : ailment.Code;

    private static WorkPlan Hands(string why) => WorkPlan.RemoteHands with { Why = why };
}
