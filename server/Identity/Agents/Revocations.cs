using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>The serials that no longer hold, kept in memory and read anew every two seconds. Before the first reading everything counts as
/// revoked; while the database is away the last list holds.</summary>
internal sealed partial class Revocations(
    IDbContextFactory<FleetDb> contexts, DatabaseReady ready, TimeProvider time, ILogger<Revocations> logger) : EveryReplicaWorker(ready, time)
{
    /// <summary>So long a superseded serial is listed: whoever holds a stream of it looks every few seconds.</summary>
    private static readonly TimeSpan Listed = TimeSpan.FromMinutes(10);

    private volatile FrozenSet<string>? revoked;
    private volatile FrozenSet<string> superseded = FrozenSet<string>.Empty;
    private DateTimeOffset? readAt;

    protected override TimeSpan Period => TimeSpan.FromSeconds(2);

    public bool Contains(string serial) => revoked?.Contains(serial) ?? true;

    /// <summary>Of one that was superseded lately: for streams that are open already. Who connects is looked up in the database.</summary>
    public bool IsSuperseded(string serial) => superseded.Contains(serial);

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Since the reading before, however long ago that was: what happened while the database was away is listed as long.
        var since = (readAt ?? now) - Listed;
        var ended = await db.IssuedCertificates
            .Where(certificate => (certificate.RevokedAt != null || certificate.SupersededAt > since) && certificate.NotAfter > now)
            .Select(certificate => new { certificate.Serial, certificate.RevokedAt, certificate.SupersededAt }).ToListAsync(cancellationToken);
        revoked = ended.Where(certificate => certificate.RevokedAt is not null).Select(certificate => certificate.Serial).ToFrozenSet();
        superseded = ended.Where(certificate => certificate.SupersededAt > since).Select(certificate => certificate.Serial).ToFrozenSet();
        readAt = now;
    }

    protected override Task RoundAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    protected override void Tell(Exception error) => Log.RevocationsStale(logger, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2401, Level = LogLevel.Warning, Message = "The revocation list cannot be read; the last one holds: {Reason}")]
        public static partial void RevocationsStale(ILogger logger, string reason);
    }
}
