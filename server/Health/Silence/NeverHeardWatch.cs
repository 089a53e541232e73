using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>Looks once a minute for the declared Hosts that were never heard: they have no heartbeat to be missed by. Any number of replicas may
/// look: one at a time does.</summary>
internal sealed partial class NeverHeardWatch(
    IDbContextFactory<FleetDb> contexts, AgentNeverHeardRule rule, DatabaseReady ready, IOptions<HealthOptions> options, TimeProvider time, ILogger<NeverHeardWatch> logger) : BackgroundService
{
    // Any number that nobody else locks: "unheard".
    private const long Lock = 0x756e6865617264;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private DateTimeOffset hearingSince;

    public async Task LookAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.TryLockAsync(Lock, cancellationToken))
        {
            return;
        }

        foreach (var host in await ReadAsync(db, cancellationToken))
        {
            if (rule.Judge(host, options.Value, since, now) is { } verdict)
            {
                await ConditionStore.ApplyAsync(db, host.Identity, [verdict], now, cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        hearingSince = time.GetUtcNow();
        await Rounds.RunAsync(
            ready, RoundAsync, stopping => Task.Delay(Period, time, stopping), error => Log.NotJudged(logger, error.Message), stoppingToken);
    }

    // What could not be heard is no silence: while the database was away no agent could be heard.
    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(hearingSince, cancellationToken);
        }
        catch
        {
            hearingSince = time.GetUtcNow();
            throw;
        }
    }

    private static async Task<IReadOnlyList<UnheardHost>> ReadAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var enrolled = await (
            from token in db.EnrollmentTokens
            join host in db.Hosts on token.HostId equals host.Id
            where token.SpentAt != null
            group token.SpentAt by host.SiteId into site
            select new { Site = site.Key, Last = site.Max() }).ToDictionaryAsync(row => row.Site, row => row.Last, cancellationToken);
        var hosts = await (
            from host in db.Hosts
            let heard = db.Heartbeats.Any(heartbeat => heartbeat.HostId == host.Id)
            where !heard || db.Conditions.Any(condition => condition.HostId == host.Id && condition.Rule == AgentNeverHeardRule.Identity.Name && condition.State != ConditionState.Resolved)
            select new UnheardHost
            {
                Identity = new HostIdentity(host.Id, host.Name, host.SiteId),
                Heard = heard,
                Expected = host.ServiceState == ServiceState.InService || host.ServiceState == ServiceState.Draining,
                AddedAt = host.AddedAt,
                EnrolledAt = db.IssuedCertificates.Where(row => row.HostId == host.Id && row.RevokedAt == null).Min(row => (DateTimeOffset?)row.IssuedAt),
                CertifiedUntil = db.IssuedCertificates.Where(row => row.HostId == host.Id && row.RevokedAt == null).Max(row => (DateTimeOffset?)row.NotAfter),
            }).ToListAsync(cancellationToken);
        return [.. hosts.Select(host => host with { SiteEnrolledAt = enrolled.GetValueOrDefault(host.Identity.SiteId) })];
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The Hosts that were never heard could not be judged and are again in a minute: {Reason}")]
        public static partial void NotJudged(ILogger logger, string reason);
    }
}
