using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>Looks at the stored heartbeats every few seconds, so that a Host is missed whichever replica held its stream, and though that replica
/// died with it. Any number of replicas may look: one at a time does.</summary>
internal sealed partial class AgentSilenceWatch(
    IDbContextFactory<FleetDb> contexts, AgentSilentRule rule, DatabaseReady ready, IOptions<HealthOptions> options, TimeProvider time, ILogger<AgentSilenceWatch> logger) : BackgroundService
{
    // Any number that nobody else locks: "silent".
    private const long Lock = 0x73696c656e74;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        // What could not be heard is no silence: before this server was there, and while the heartbeats could not be written.
        var hearingSince = time.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(hearingSince, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                hearingSince = time.GetUtcNow();
                Log.NotJudged(logger, error.Message);
            }

            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task LookAsync(DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var limit = options.Value.Silence;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.TryLockAsync(Lock, cancellationToken))
        {
            return;
        }

        var hosts = await SilentHosts.ReadAsync(db, AgentSilentRule.Identity.Name, hearingSince, limit, now, cancellationToken);
        var verdicts = hosts.Select(host => rule.Judge(host, limit, now)).ToList();
        var consoles = await ConsoleOrders.OrderAsync(
            db, [.. hosts.Where((_, place) => verdicts[place]?.Finding is not null)], options.Value.ConsoleCapture, now, cancellationToken);
        await ConsoleOrders.WithdrawAsync(db, [.. hosts.Where((_, place) => verdicts[place] is { Finding: null })], now, cancellationToken);
        foreach (var host in hosts)
        {
            // Its Condition tells from the first that the console is being captured.
            var told = consoles.TryGetValue(host.Identity.Id, out var console) ? host with { Console = console } : host;
            if (rule.Judge(told, limit, now) is { } verdict)
            {
                await ConditionStore.ApplyAsync(db, host.Identity, [verdict], now, cancellationToken);
            }
        }

        await ForgetGatewaysAsync(db, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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
        [LoggerMessage(Level = LogLevel.Warning, Message = "The silence of Hosts could not be judged and is tried again: {Reason}")]
        public static partial void NotJudged(ILogger logger, string reason);
    }
}
