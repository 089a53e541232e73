using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>Writes what the verdicts make of a Host's Conditions, with its Journal entries, into the caller's transaction.</summary>
internal static class ConditionStore
{
    /// <summary>How old the stored time of the last finding may grow.</summary>
    public static readonly TimeSpan Touch = TimeSpan.FromSeconds(15);

    public static Task<List<Condition>> OpenAsync(FleetDb db, Guid hostId, CancellationToken cancellationToken) =>
        db.Conditions.Where(condition => condition.HostId == hostId && condition.State != ConditionState.Resolved).ToListAsync(cancellationToken);

    /// <returns>The Host's Conditions that are open afterwards.</returns>
    public static async Task<IReadOnlyList<Condition>> ApplyAsync(FleetDb db, HostIdentity host, IReadOnlyCollection<Verdict> verdicts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await OpenAsync(db, host.Id, cancellationToken);
        foreach (var verdict in verdicts)
        {
            var condition = open.Find(verdict.IsOf);
            var next = verdict.Next(condition is null ? null : ConditionStatus.Of(condition), now);
            if (condition is null && next is not null)
            {
                open.Add(condition = Begin(db, host, verdict, next));
            }

            if (condition is null)
            {
                continue;
            }

            if (next is null || next.State == ConditionState.Resolved)
            {
                open.Remove(condition);
            }

            if (next is null)
            {
                db.Remove(condition);
            }
            else
            {
                Move(db, host, condition, verdict, next, now);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return open;
    }

    /// <summary>Ends a Condition by what is no rule's word: a person's repair.</summary>
    public static void Resolve(FleetDb db, Condition condition, string actor, string because, string? siteId, DateTimeOffset now)
    {
        condition.State = ConditionState.Resolved;
        condition.ResolvedAt = now;
        db.Add(Entry(condition, actor, JournalKinds.ConditionResolved, siteId, $"Resolved: {condition.Sentence} {because}", now));
    }

    private static Condition Begin(FleetDb db, HostIdentity host, Verdict verdict, ConditionStatus status)
    {
        var finding = verdict.Finding!;
        var condition = new Condition
        {
            Id = Guid.CreateVersion7(status.Since),
            Rule = verdict.Rule.Name,
            Code = finding.Code,
            HostId = host.Id,
            GpuUuid = finding.GpuUuid,
            // Move makes it Firing and tells of it.
            State = ConditionState.Pending,
            Sentence = finding.Sentence,
            Action = finding.Action,
            Since = status.Since,
        };
        db.Add(condition);
        return condition;
    }

    private static void Move(FleetDb db, HostIdentity host, Condition condition, Verdict verdict, ConditionStatus next, DateTimeOffset now)
    {
        var before = condition.State;
        condition.State = next.State;
        condition.LastFoundAt = next.LastFoundAt;
        if (verdict.Finding is { } finding)
        {
            Describe(condition, finding, verdict.Occurrences);
        }

        if (before == next.State)
        {
            return;
        }

        var actor = verdict.Rule.Actor;
        if (next.State == ConditionState.Firing)
        {
            condition.FiredAt = now;
            db.Add(Entry(condition, actor, JournalKinds.ConditionFired, host.SiteId, condition.Sentence, now));
        }
        else if (next.State == ConditionState.Resolved)
        {
            Resolve(db, condition, actor, "It is well again.", host.SiteId, now);
        }
    }

    private static void Describe(Condition condition, Finding finding, int occurrences)
    {
        condition.Severity = finding.Severity;
        condition.Drain = finding.Drain;
        condition.Sentence = finding.Sentence;
        condition.Action = finding.Action;
        (condition.Remedy, condition.RemedyTarget) = (finding.Remedy.Kind, finding.Remedy.Target);
        condition.Evidence = JsonSerializer.Serialize(finding.Evidence);
        condition.Count = Math.Max(1, condition.Count + occurrences);
    }

    private static JournalEntry Entry(Condition condition, string actor, string kind, string? siteId, string summary, DateTimeOffset now) => new()
    {
        At = now,
        Actor = actor,
        Kind = kind,
        SiteId = siteId,
        HostId = condition.HostId,
        GpuUuid = condition.GpuUuid,
        Summary = summary,
        Data = condition.Evidence,
    };
}
