using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Alerts.Holds;

/// <summary>Reads which Conditions the work on their Hosts explains or is about to mend: of these nobody is told meanwhile.</summary>
internal static class HeldConditions
{
    /// <returns>By Condition, since when it is held; those that are not held are not among them.</returns>
    public static async Task<Dictionary<Guid, DateTimeOffset>> ReadAsync(
        FleetDb db, IReadOnlyCollection<Condition> conditions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (conditions.Count == 0)
        {
            return [];
        }

        var hosts = conditions.Select(condition => condition.HostId).Distinct().ToList();
        var pools = await (
            from host in db.Hosts.AsNoTracking()
            join pool in db.Pools.AsNoTracking() on host.PoolId equals pool.Id
            where hosts.Contains(host.Id)
            select new { host.Id, Pool = pool }).ToDictionaryAsync(row => row.Id, row => row.Pool, cancellationToken);
        var drains = await db.Drains.AsNoTracking().Where(drain => hosts.Contains(drain.HostId) && !DrainMachine.Final.Contains(drain.State)).ToListAsync(cancellationToken);
        var live = drains.ConvertAll(drain => drain.Id);
        var steps = (await db.WorkSteps.AsNoTracking().Where(step => live.Contains(step.DrainId)).OrderBy(step => step.Ordinal).ToListAsync(cancellationToken))
            .ToLookup(step => step.DrainId);
        var works = drains.ToDictionary(drain => drain.HostId, drain => new WorkOnHost(drain, [.. steps[drain.Id]]));
        return conditions.Where(condition => Holds(condition, pools.GetValueOrDefault(condition.HostId), works.GetValueOrDefault(condition.HostId), now))
            .ToDictionary(condition => condition.Id, condition => works.GetValueOrDefault(condition.HostId)?.Begun ?? condition.FiredAt ?? now);
    }

    private static bool Holds(Condition condition, Pool? pool, WorkOnHost? work, DateTimeOffset now) =>
        RepairHold.Holds(condition, work) || LadderHold.Holds(condition, pool, work, now);
}
