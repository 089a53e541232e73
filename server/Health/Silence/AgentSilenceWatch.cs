using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>Looks at the stored heartbeats every few seconds, so that a Host is missed whichever replica held its stream, and though that replica
/// died with it.</summary>
internal sealed partial class AgentSilenceWatch(
    IDbContextFactory<FleetDb> contexts, AgentSilentRule rule, Hearing hearing, IOptions<HealthOptions> options, DatabaseReady ready, TimeProvider time,
    ILogger<AgentSilenceWatch> logger) : OneReplicaWorker<FleetDb>(contexts, ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    protected override long LockNumber => AdvisoryLocks.AgentSilence;

    /// <param name="hearingSince">Since when this server can hear at all: what it could not hear is no silence.</param>
    public Task LookAsync(DateTimeOffset hearingSince, CancellationToken cancellationToken) =>
        AloneAsync((db, stopping) => LookAsync(db, hearingSince, stopping), cancellationToken);

    protected override Task<bool> HasWorkAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var silentBy = hearing.Limits.SilentBy(Time.GetUtcNow());
        return db.Heartbeats.Where(heartbeat => heartbeat.HeardAt <= silentBy).Select(heartbeat => heartbeat.HostId)
            .Concat(db.Conditions.Where(condition => condition.State != ConditionState.Resolved).Select(condition => condition.HostId))
            .AnyAsync(cancellationToken);
    }

    protected override Task WorkAsync(FleetDb db, CancellationToken cancellationToken) => LookAsync(db, hearing.At(Time.GetUtcNow()).HearingSince, cancellationToken);

    protected override void Tell(Exception error) => Log.SilenceNotJudged(logger, error.Message);

    private async Task LookAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var hosts = await SilentHosts.ReadAsync(db, AgentSilentRule.Identity.Name, hearingSince, hearing.Limits, now, cancellationToken);
        var verdicts = hosts.Select(host => rule.Judge(host, hearing.Limits, now)).ToList();
        var consoles = await ConsoleOrders.OrderAsync(
            db, [.. hosts.Where((_, place) => verdicts[place]?.Finding is not null)], options.Value.ConsoleCapture, now, cancellationToken);
        await ConsoleOrders.WithdrawAsync(db, [.. hosts.Where((_, place) => verdicts[place] is { Finding: null })], now, cancellationToken);
        foreach (var host in hosts)
        {
            // Its Condition tells from the first that the console is being captured.
            var told = consoles.TryGetValue(host.Identity.Id, out var console) ? host with { Console = console } : host;
            if (rule.Judge(told, hearing.Limits, now) is { } verdict)
            {
                await ConditionStore.ApplyAsync(db, host.Identity, [verdict], now, cancellationToken);
            }
        }

        await ForgetGatewaysAsync(db, now, cancellationToken);
        await ForgetRetiredAsync(db, now, cancellationToken);
    }

    /// <summary>Of a Host that was taken out of the fleet a stream may be open for a few seconds more, and what is found then has nobody who ends it.</summary>
    private static async Task ForgetRetiredAsync(FleetDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var gone = await (
            from condition in db.Conditions
            join host in db.HostsEver on condition.HostId equals host.Id
            where condition.State != ConditionState.Resolved && host.RetiredAt != null
            select new { Condition = condition, host.SiteId }).ToListAsync(cancellationToken);
        foreach (var row in gone)
        {
            ConditionStore.Resolve(db, row.Condition, RuleIdentity.ActorOf(row.Condition.Rule), ConditionsOfRetired.Because, row.SiteId, now);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A gateway that the inventory names no longer says nothing any more, not even that all is well.</summary>
    private static async Task ForgetGatewaysAsync(FleetDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var orphans = await (
            from condition in db.Conditions
            join host in db.Hosts on condition.HostId equals host.Id
            where condition.Rule == FaultCatalog.BmcUnreachable.Code && condition.State != ConditionState.Resolved && host.BmcGatewayId == null
            select new { Condition = condition, host.SiteId }).ToListAsync(cancellationToken);
        foreach (var orphan in orphans)
        {
            ConditionStore.Resolve(db, orphan.Condition, RuleIdentity.ActorOf(orphan.Condition.Rule), "Its Host has no BMC gateway any more.", orphan.SiteId, now);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2903, Level = LogLevel.Warning, Message = "The silence of Hosts could not be judged and is tried again: {Reason}")]
        public static partial void SilenceNotJudged(ILogger logger, string reason);
    }
}
