using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Windows;

namespace SovereignFleet.Server.Plans.Loop;

/// <summary>Reads all that a Plan's next step depends on, or would depend on. Changes nothing.</summary>
internal sealed class PlanObserver(CapacityGuard guard, SiteWindows windows, Works works, Hearing hearing, TimeProvider time)
{
    private static readonly DrainState[] NotBegun = [DrainState.Proposed, DrainState.Approved, DrainState.Blocked];

    /// <param name="rows">The Plan's Hosts, saved or not, in their order.</param>
    /// <param name="asksGuard">False: none of them may begin now, whatever the guard says.</param>
    public async Task<PlanView> ReadAsync(FleetDb db, Plan plan, IReadOnlyList<PlanHost> rows, bool asksGuard, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ids = rows.Select(row => row.HostId).ToList();
        var hosts = await (
            from host in db.HostsEver.AsNoTracking()
            where ids.Contains(host.Id)
            join heartbeat in db.Heartbeats on host.Id equals heartbeat.HostId into heartbeats
            from heartbeat in heartbeats.DefaultIfEmpty()
            select new { Host = host, HeardAt = heartbeat == null ? (DateTimeOffset?)null : heartbeat.HeardAt }).ToDictionaryAsync(row => row.Host.Id, cancellationToken);
        var own = await DrainsAsync(db, rows.Select(row => row.DrainId).OfType<Guid>().ToList(), cancellationToken);
        var live = await db.Drains.AsNoTracking().Where(drain => ids.Contains(drain.HostId) && !DrainMachine.Final.Contains(drain.State))
            .Select(drain => new { drain.HostId, drain.Id, drain.State }).ToDictionaryAsync(drain => drain.HostId, cancellationToken);
        var opens = await WindowsAsync(db, hosts.Values.Select(row => row.Host.SiteId).Distinct(), plan, now, cancellationToken);
        var waiting = asksGuard ? rows.Where(row => row.State == PlanHostState.Waiting).Select(row => hosts[row.HostId].Host) : [];
        var verdicts = await guard.PreviewAllAsync(db, [.. waiting.Where(host => host.PoolId is not null).Select(host => (host.PoolId!, host.Id))], cancellationToken);
        var liveness = hearing.At(now);
        return new PlanView(plan, [.. rows.Select(Seen)], await OutAsync(db, cancellationToken));

        SeenHost Seen(PlanHost row)
        {
            var (host, heardAt) = (hosts[row.HostId].Host, hosts[row.HostId].HeardAt);
            return new SeenHost(row, host.Name)
            {
                SiteId = host.SiteId,
                Rack = host.Rack,
                U = host.U,
                PoolId = host.PoolId,
                IsRetired = host.RetiredAt is not null,
                Liveness = liveness.Of(heardAt),
                Drain = row.DrainId is { } drain ? own.GetValueOrDefault(drain) : null,
                Elsewhere = live.GetValueOrDefault(host.Id) is { } other && other.Id != row.DrainId ? other.State : null,
                Window = opens.GetValueOrDefault(host.SiteId),
                Guard = verdicts.GetValueOrDefault(host.Id),
            };
        }
    }

    private async Task<Dictionary<Guid, SeenDrain>> DrainsAsync(FleetDb db, List<Guid> ids, CancellationToken cancellationToken)
    {
        var failed = (await db.WorkSteps.AsNoTracking().Where(step => ids.Contains(step.DrainId) && step.State == WorkStepState.Failed && step.DoneBy == null).OrderBy(step => step.Ordinal)
            .ToListAsync(cancellationToken)).ToLookup(step => step.DrainId);
        return await db.Drains.AsNoTracking().Where(drain => ids.Contains(drain.Id)).ToDictionaryAsync(drain => drain.Id, drain => new SeenDrain(
            drain.Id, drain.State, drain.StateSince, drain.CancelRequested, drain.CancelledBy, drain.Conditions.Length > 0,
            failed[drain.Id].FirstOrDefault() is { } step ? $"{works.TitleOf(step)}, failed: {step.WaitingFor}" : null), cancellationToken);
    }

    private async Task<Dictionary<string, WindowTime?>> WindowsAsync(
        FleetDb db, IEnumerable<string> sites, Plan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var opens = new Dictionary<string, WindowTime?>();
        foreach (var site in sites)
        {
            opens[site] = plan.Start == PlanStart.Window ? await windows.NextAsync(db, site, plan.NotBefore > now ? plan.NotBefore.Value : now, cancellationToken) : null;
        }

        return opens;
    }

    private static async Task<List<OutPlace>> OutAsync(FleetDb db, CancellationToken cancellationToken) => await (
        from drain in db.Drains
        where !DrainMachine.Final.Contains(drain.State) && !NotBegun.Contains(drain.State)
        join host in db.HostsEver on drain.HostId equals host.Id
        select new OutPlace(host.Id, drain.PoolId, host.SiteId, host.Rack)).ToListAsync(cancellationToken);
}
