using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Ladder.Reading;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.Proposals;

/// <summary>Turns firing Conditions that call for a Drain into one: a new one per Host, or a further reason of the live one.</summary>
internal sealed class DrainProposer(IDbContextFactory<FleetDb> contexts, LadderReader ladder, TimeProvider time)
{
    public async Task ProposeAsync(CancellationToken cancellationToken)
    {
        foreach (var hostId in await HostsAsync(cancellationToken))
        {
            try
            {
                await ProposeForAsync(hostId, cancellationToken);
            }
            catch (DbUpdateException error) when (error is DbUpdateConcurrencyException
                || error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Another replica was first, or the Drain moved meanwhile; the next round sees what is left to do.
            }
        }
    }

    private async Task<List<Guid>> HostsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from condition in Unanswered(db, time.GetUtcNow())
            select condition.HostId).Distinct().ToListAsync(cancellationToken);
    }

    private async Task ProposeForAsync(Guid hostId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var host = await db.Hosts.AsNoTracking().SingleAsync(row => row.Id == hostId, cancellationToken);
        var news = await Unanswered(db, time.GetUtcNow()).Where(row => row.HostId == hostId).OrderBy(row => row.FiredAt).ToListAsync(cancellationToken);
        var live = await db.Drains
            .SingleOrDefaultAsync(row => row.HostId == hostId && !DrainMachine.Final.Contains(row.State), cancellationToken);
        if (news.Count == 0 || host.PoolId is null)
        {
            return;
        }

        if (live is null)
        {
            await AddAsync(db, host, host.PoolId, news, cancellationToken);
        }
        else if (TakesReasons(live, host))
        {
            Join(db, live, news);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task AddAsync(
        FleetDb db, Fleet.Host host, string poolId, List<Condition> calling, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var urgent = calling.Any(condition => condition.Drain == DrainAdvice.Now);
        var again = await PersonsNo.Refused(db, host.Id).Where(row => row.Conditions.Any(id => calling.Select(condition => condition.Id).Contains(id)))
            .OrderByDescending(row => row.StateSince).FirstOrDefaultAsync(cancellationToken);
        var proposal = new DrainProposal
        {
            Host = host,
            PoolId = poolId,
            Cause = DrainCauses.Of(calling),
            Conditions = [.. calling.Select(condition => condition.Id)],
            GpuUuid = calling.Select(condition => condition.GpuUuid).FirstOrDefault(uuid => uuid is not null),
            Reason = string.Join(" ", calling.Select(condition => condition.Sentence)) + (again is null ? "" : Again(again)),
            By = By(calling),
            Urgent = urgent,
            Plan = await ladder.FirstAsync(db, host, calling, cancellationToken),
        };
        var drain = await proposal.AddAsync(db, now, cancellationToken);
        DrainHistory.Moved(db, drain, null, $"rule:{calling[0].Rule}", drain.Reason, $"Proposed: {drain.Reason}", now);
    }

    private static string Again(Drain refused) => string.Create(
        CultureInfo.InvariantCulture, $" It still fires: {refused.CancelledBy} cancelled a drain for it at {refused.StateSince.UtcDateTime:yyyy-MM-dd HH:mm'Z'}.");

    private void Join(FleetDb db, Drain drain, List<Condition> news)
    {
        var more = string.Join(" ", news.Select(condition => condition.Sentence));
        drain.Reason += " " + more;
        drain.Conditions = [.. drain.Conditions, .. news.Select(condition => condition.Id)];
        if (drain.Cause == DrainCause.Prediction)
        {
            (drain.Cause, drain.ProposedBy) = (DrainCauses.Of(news), By(news));
        }

        if (news.Any(condition => condition.Drain == DrainAdvice.Now))
        {
            (drain.Urgent, drain.NotBefore) = (true, null);
        }

        drain.WakeAt = time.GetUtcNow();
        DrainHistory.Told(db, drain, JournalKinds.DrainEffect, $"rule:{news[0].Rule}", $"A further reason: {more}", drain.WakeAt);
    }

    private static string By(List<Condition> calling) =>
        calling.FirstOrDefault(condition => !DrainCauses.IsPrediction(condition)) is { } hard ? $"condition:{hard.Id}" : FaultCatalog.Risk.Code;

    /// <summary>A Drain on its way back does not heal what fires now: that waits for a Drain of its own.</summary>
    private static bool TakesReasons(Drain live, Fleet.Host host) =>
        live.State != DrainState.Returning && !live.CancelRequested && live.PoolId == host.PoolId;

    /// <summary>The firing Conditions that call for a Drain and that none answers. A live one does; one that is over does for a while: a person
    /// may have said no. One whose repair was broken off answers nothing: what it was for is as it was. Nor does a Drain of a Pool that the Host
    /// has left; one that failed has left the Host out of service.</summary>
    private static IQueryable<Condition> Unanswered(FleetDb db, DateTimeOffset now)
    {
        var (urgent, canWait) = (now - PersonsNo.Urgent, now - PersonsNo.CanWait);
        return
            from condition in db.Conditions.AsNoTracking()
            join host in db.Hosts on condition.HostId equals host.Id
            where condition.State == ConditionState.Firing && condition.Drain != DrainAdvice.None && host.PoolId != null
                && !db.Drains.Any(drain => drain.HostId == condition.HostId && drain.PoolId == host.PoolId && drain.Conditions.Contains(condition.Id)
                    && !(drain.State == DrainState.Cancelled && !drain.ReturnAsItIs && db.WorkSteps.Any(step => step.DrainId == drain.Id && step.BegunAt != null))
                    && ((drain.State != DrainState.Closed && drain.State != DrainState.Cancelled)
                        || drain.StateSince > (condition.Drain == DrainAdvice.Now ? urgent : canWait)))
            select condition;
    }
}
