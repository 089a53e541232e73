using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder.Reading;

/// <summary>Reads all that the ladder decides on, and asks it. Changes nothing.</summary>
internal sealed class LadderReader(Works works, Hearing hearing, TimeProvider time)
{
    /// <summary>The plan of a Drain that is to be made for these.</summary>
    public async Task<WorkPlan> FirstAsync(FleetDb db, Fleet.Host host, IReadOnlyList<Condition> calling, CancellationToken cancellationToken)
    {
        var pool = await db.PoolsEver.AsNoTracking().SingleAsync(row => row.Id == host.PoolId, cancellationToken);
        var heardAt = await db.Heartbeats.Where(row => row.HostId == host.Id).Select(row => (DateTimeOffset?)row.HeardAt).SingleOrDefaultAsync(cancellationToken);
        return RepairLadder.Next(await FactsAsync(db, host, pool, Guid.Empty, calling, heardAt, cancellationToken), time.GetUtcNow());
    }

    /// <returns>Null: it is not for the ladder, but for the person whose plan it is, or who is at the Host.</returns>
    /// <param name="firing">All that fires on the Host.</param>
    /// <param name="missing">What still speaks against a return.</param>
    public async Task<LadderReading?> ReadAsync(
        FleetDb db, Drain drain, Fleet.Host host, Pool pool, IReadOnlyList<Condition> firing, DateTimeOffset? heardAt, IReadOnlyList<string> missing,
        CancellationToken cancellationToken)
    {
        if (drain.State is not (DrainState.Working or DrainState.Validating) || !DrainCauses.EndsWithItsConditions(drain.Cause)
            || drain.CancelRequested || drain.RepairedBy is not null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var ailing = Relapse.Ailing(drain, firing, now);
        var facts = await FactsAsync(db, host, pool, drain.Id, ailing, heardAt, cancellationToken);
        // Where nothing says what is wrong any more, what was planned for it stands.
        var isForIt = await db.WorkSteps.Where(step => step.DrainId == drain.Id && step.BegunAt != null).OrderBy(step => step.Ordinal)
            .Select(step => (WorkKind?)step.Kind).LastOrDefaultAsync(cancellationToken) is { } last ? RungKinds.Machine.Contains(last) : ailing.Count > 0;
        return isForIt ? new LadderReading(RepairLadder.Next(facts, now), Relapse.Of(drain, ailing, missing, now)) : null;
    }

    private async Task<LadderFacts> FactsAsync(
        FleetDb db, Fleet.Host host, Pool pool, Guid drainId, IReadOnlyList<Condition> ailing, DateTimeOffset? heardAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var gpus = await GpusAsync(db, host.Id, cancellationToken);
        return new LadderFacts
        {
            Ailments = [.. ailing.Select(Ailment.Of)],
            Allowed = RungKinds.Allowed(pool.Repairs),
            Known = RungKinds.Machine.Where(kind => works.Find(kind) is not null).ToHashSet(),
            Unit = pool.RepairUnit,
            Obeys = host.Obeys?.ToHashSet(),
            IsHeard = hearing.At(now).Of(heardAt) is Liveness.Live or Liveness.Late,
            HasGateway = host.BmcGatewayId is not null,
            DrainId = drainId,
            Gpus = gpus,
            Tried = await LadderMemory.ReadAsync(db, host.Id, gpus, now, cancellationToken),
        };
    }

    public static async Task<Dictionary<string, LadderGpu>> GpusAsync(FleetDb db, Guid hostId, CancellationToken cancellationToken) =>
        await db.Gpus.AsNoTracking().Where(gpu => gpu.HostId == hostId && gpu.RemovedAt == null)
            .ToDictionaryAsync(gpu => gpu.Uuid, gpu => new LadderGpu(gpu.Index, gpu.Serial, gpu.InstalledAt), cancellationToken);
}
