using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Plans.Loop;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>Makes a Plan of a wish: the same for the preview and for the act, so that what was shown is what is done.</summary>
internal sealed class PlanDrafts(PlanObserver observer, Works works, TimeProvider time)
{
    /// <returns>The sketch, or why there can be none.</returns>
    public async Task<(PlanSketch? Sketch, PlanReply? Refusal)> SketchAsync(
        FleetDb db, PlanWish wish, SiteScope scope, string person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (PlanFaults.Of(wish, now) is { Count: > 0 } faults)
        {
            return (null, PlanReply.Refused(PlanRefusal.Unfit, string.Join("; ", faults)));
        }

        var (hosts, unknown) = await PlanSelector.FindAsync(db, wish.Selection, scope, cancellationToken);
        if (unknown is not null || hosts.Count == 0)
        {
            return (null, PlanReply.Refused(PlanRefusal.Missing, unknown ?? "selection: no host is all that at once"));
        }

        var plan = New(wish, person, now);
        List<PlanHost> rows = [.. hosts.Select((host, index) => new PlanHost { PlanId = plan.Id, HostId = host.Id, SiteId = host.SiteId, Ordinal = index + 1 })];
        var view = await observer.ReadAsync(db, plan, rows, asksGuard: true, cancellationToken);
        var against = await AgainstAsync(db, wish, hosts, cancellationToken);
        foreach (var host in view.Hosts)
        {
            if ((Blockers.Forever(plan, host) ?? against.GetValueOrDefault(host.Row.HostId)) is { } blocker)
            {
                (host.Row.State, host.Row.Why, host.Row.Lifts, host.Row.EndedAt) = (PlanHostState.Skipped, blocker.Why, blocker.Lifts, now);
            }
        }

        return (new PlanSketch(plan, rows, view), null);
    }

    private static Plan New(PlanWish wish, string person, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Reason = wish.Reason.Trim(),
        CreatedBy = person,
        CreatedAt = now,
        StateSince = now,
        StateBy = person,
        Start = wish.Start!.Value,
        NotBefore = wish.NotBefore,
        EndsAt = wish.EndsAt,
        AtOnce = wish.AtOnce == 0 ? 1 : (int)wish.AtOnce,
        PerPool = wish.PerPool == 0 ? null : (int)wish.PerPool,
        PerRack = wish.PerRack == 0 ? null : (int)wish.PerRack,
        Failures = (int)wish.Failures,
        Works = PlanWorks.Write(wish.Works),
    };

    /// <summary>What keeps Hosts out of this Plan: the works cannot be done to them, or another Plan has them.</summary>
    private async Task<Dictionary<Guid, Blocker>> AgainstAsync(FleetDb db, PlanWish wish, IReadOnlyList<Fleet.Host> hosts, CancellationToken cancellationToken)
    {
        var ids = hosts.Select(host => host.Id).ToList();
        var gpus = (await db.Gpus.Where(gpu => ids.Contains(gpu.HostId) && gpu.RemovedAt == null).Select(gpu => new { gpu.HostId, gpu.Uuid }).ToListAsync(cancellationToken))
            .ToLookup(gpu => gpu.HostId, gpu => gpu.Uuid);
        var planned = await (
            from row in db.PlanHosts
            where ids.Contains(row.HostId) && (row.State == PlanHostState.Waiting || row.State == PlanHostState.Running)
            join plan in db.Plans on row.PlanId equals plan.Id
            select new { row.HostId, plan.Reason, plan.CreatedBy }).ToDictionaryAsync(row => row.HostId, cancellationToken);
        var against = new Dictionary<Guid, Blocker>();
        foreach (var host in hosts)
        {
            if (works.WhyNot(wish.Works, new WorkRequest(host.Name, [.. gpus[host.Id]], wish.Reason)) is { } refusal)
            {
                against[host.Id] = new Blocker(refusal, "choose other works for it");
            }
            else if (planned.TryGetValue(host.Id, out var other))
            {
                against[host.Id] = new Blocker($"it is in the plan \"{other.Reason}\" of {other.CreatedBy} already", "that plan works on it, or is stopped");
            }
        }

        return against;
    }
}
