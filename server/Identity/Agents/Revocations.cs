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
    private volatile FrozenSet<string>? revoked;

    protected override TimeSpan Period => TimeSpan.FromSeconds(2);

    public bool Contains(string serial) => revoked?.Contains(serial) ?? true;

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var serials = await db.IssuedCertificates.Where(certificate => certificate.RevokedAt != null && certificate.NotAfter > now)
            .Select(certificate => certificate.Serial).ToListAsync(cancellationToken);
        revoked = serials.ToFrozenSet();
    }

    protected override Task RoundAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    protected override void Tell(Exception error) => Log.RevocationsStale(logger, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2401, Level = LogLevel.Warning, Message = "The revocation list cannot be read; the last one holds: {Reason}")]
        public static partial void RevocationsStale(ILogger logger, string reason);
    }
}
