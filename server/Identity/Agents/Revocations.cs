using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>The serials that no longer hold, kept in memory and read anew every two seconds. Before the first reading everything counts as
/// revoked; while the database is away the last list holds.</summary>
internal sealed partial class Revocations(
    IDbContextFactory<FleetDb> contexts, DatabaseReady ready, TimeProvider time, ILogger<Revocations> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private volatile FrozenSet<string>? revoked;

    public bool Contains(string serial) => revoked?.Contains(serial) ?? true;

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var serials = await db.IssuedCertificates.Where(certificate => certificate.RevokedAt != null && certificate.NotAfter > now)
            .Select(certificate => certificate.Serial).ToListAsync(cancellationToken);
        revoked = serials.ToFrozenSet();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(
        ready, ReadAsync, stopping => Task.Delay(Period, time, stopping), error => Log.Stale(logger, error.Message), stoppingToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The revocation list cannot be read; the last one holds: {Reason}")]
        public static partial void Stale(ILogger logger, string reason);
    }
}
