using System.Threading.RateLimiting;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Writes refused calls into the Journal: once a minute for the same caller and method, so that nobody can fill it with refusals.</summary>
internal sealed class AccessDenials(IDbContextFactory<FleetDb> contexts, TimeProvider time) : IDisposable
{
    private readonly PartitionedRateLimiter<string> oncePerMinute = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMinutes(1) }));

    public async Task NoteAsync(string actor, string method, string why, CancellationToken cancellationToken)
    {
        using var lease = oncePerMinute.AttemptAcquire(actor + method);
        if (!lease.IsAcquired)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new JournalEntry { At = time.GetUtcNow(), Actor = actor, Kind = JournalKinds.AccessDenied, Summary = $"{actor} was refused {method}: {why}" });
        await db.SaveChangesAsync(cancellationToken);
    }

    public void Dispose() => oncePerMinute.Dispose();
}
