using System.Collections.Immutable;
using System.Globalization;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder;

/// <summary>How often a machine may try, counted over all Drains of the Host. What is past its bound is not mended by more of the same. Pure.</summary>
internal static class LadderBounds
{
    /// <summary>How far back anybody needs to look.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(28);

    public static readonly ImmutableArray<LadderBound> All =
    [
        // A GPU that needs a reset for a third time within half a day is lost.
        new(WorkKind.ResetGpu, 3, TimeSpan.FromHours(12)),
        // Few GPUs cause most failures (Meta's lemons, counted over 28 days).
        new(WorkKind.ResetGpu, 5, Memory),
        // leptonai/gpud: after two reboots within three days the hardware is inspected.
        new(WorkKind.Reboot, 2, TimeSpan.FromDays(3)),
        new(WorkKind.PowerCycle, 2, TimeSpan.FromDays(3)),
        new(WorkKind.RestartUnit, 3, TimeSpan.FromHours(12)),
    ];

    /// <summary>NVIDIA/NVSentinel: five repairs of a node within seven days, and support is called.</summary>
    public static readonly (int Most, TimeSpan Within) Repairs = (5, TimeSpan.FromDays(7));

    /// <summary>Null: it may be tried once more. Else the sentence why not.</summary>
    public static string? Reached(PlannedWork work, LadderFacts facts, DateTimeOffset now)
    {
        var life = LifeOf(work, facts);
        foreach (var bound in All.Where(bound => bound.Kind == work.Kind))
        {
            var count = facts.Tried.Count(tried => tried.Reached && tried.Kind == work.Kind && tried.Target == work.Target
                && tried.BegunAt > now - bound.Within && tried.BegunAt >= life);
            if (count >= bound.Most)
            {
                return Sentence(work, facts, count, bound.Within);
            }
        }

        return null;
    }

    /// <summary>Null: the Host was not repaired too often. Else the sentence that says so.</summary>
    public static string? ReachedByHost(LadderFacts facts, DateTimeOffset now)
    {
        var count = facts.Tried.Where(tried => tried.Reached && tried.DrainId != facts.DrainId && tried.BegunAt > now - Repairs.Within && tried.BegunAt >= LifeOf(null, facts))
            .DistinctBy(tried => tried.DrainId).Count();
        return count >= Repairs.Most ? string.Create(CultureInfo.InvariantCulture, $"a machine repaired it {count} times within {Words(Repairs.Within)}, and it is broken again") : null;
    }

    private static string Sentence(PlannedWork work, LadderFacts facts, int count, TimeSpan within) => work switch
    {
        { Kind: WorkKind.ResetGpu, Target: { } gpu } => $"{facts.NameOf(gpu)} was reset {Times(count)} within {Words(within)} and needs it again: it is lost",
        { Kind: WorkKind.Reboot } => $"the host was rebooted {Times(count)} within {Words(within)} and is broken again",
        { Kind: WorkKind.PowerCycle } => $"the host was power-cycled {Times(count)} within {Words(within)} and is broken again",
        _ => $"{work.Target} was restarted {Times(count)} within {Words(within)} and is down again",
    };

    /// <summary>Since when the part that is broken is there: a GPU that was swapped begins anew, and so does what was done to the Host for it.</summary>
    private static DateTimeOffset LifeOf(PlannedWork? work, LadderFacts facts)
    {
        if (work is { Kind: WorkKind.ResetGpu, Target: { } uuid })
        {
            return facts.Gpus.TryGetValue(uuid, out var own) ? own.Since : DateTimeOffset.MinValue;
        }

        var lives = facts.Ailments.Select(ailment => ailment.GpuUuid is { } of && facts.Gpus.TryGetValue(of, out var gpu) ? gpu.Since : DateTimeOffset.MinValue);
        return lives.DefaultIfEmpty(DateTimeOffset.MinValue).Min();
    }

    public static string Times(int count) => count switch
    {
        1 => "once",
        2 => "twice",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} times"),
    };

    private static string Words(TimeSpan within) =>
        within < TimeSpan.FromDays(1) ? $"{within.TotalHours:0} h" : $"{within.TotalDays:0} days";
}

/// <param name="Most">So often within that time, of one GPU, or of one Host.</param>
internal sealed record LadderBound(WorkKind Kind, int Most, TimeSpan Within);
