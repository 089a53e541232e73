using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>Looks once a minute for the declared Hosts that were never heard: they have no heartbeat to be missed by.</summary>
internal sealed partial class NeverHeardWatch(
    IDbContextFactory<FleetDb> contexts, AgentNeverHeardRule rule, Hearing hearing, IOptions<HealthOptions> options, DatabaseReady ready, TimeProvider time,
    ILogger<NeverHeardWatch> logger) : OneReplicaWorker<FleetDb>(contexts, ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromMinutes(1);

    protected override long LockNumber => AdvisoryLocks.NeverHeard;

    /// <param name="hearingSince">Since when this server can hear at all: what it could not hear is no silence.</param>
    public Task LookAsync(DateTimeOffset hearingSince, CancellationToken cancellationToken) =>
        AloneAsync((db, stopping) => LookAsync(db, hearingSince, stopping), cancellationToken);

    protected override Task WorkAsync(FleetDb db, CancellationToken cancellationToken) => LookAsync(db, hearing.At(Time.GetUtcNow()).HearingSince, cancellationToken);

    protected override void Tell(Exception error) => Log.UnheardNotJudged(logger, error.Message);

    private async Task LookAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        foreach (var host in await ReadAsync(db, cancellationToken))
        {
            if (rule.Judge(host, options.Value.Installation, hearing.Limits, hearingSince, now) is { } verdict)
            {
                await ConditionStore.ApplyAsync(db, host.Identity, [verdict], now, cancellationToken);
            }
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
        [LoggerMessage(EventId = 2904, Level = LogLevel.Warning, Message = "The Hosts that were never heard could not be judged and are again in a minute: {Reason}")]
        public static partial void UnheardNotJudged(ILogger logger, string reason);
    }
}
