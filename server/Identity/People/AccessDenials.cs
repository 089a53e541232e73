using System.Threading.RateLimiting;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People.Limits;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Writes refused calls into the Journal: once a minute for the same caller and method, so that nobody can fill it with refusals.</summary>
internal sealed class AccessDenials(IDbContextFactory<FleetDb> contexts, TimeProvider time) : IDisposable
{
    private readonly PartitionedRateLimiter<string> oncePerMinute = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMinutes(1) }));

    public Task NoteAsync(string actor, string method, string why, CancellationToken cancellationToken) => NoteAsync(actor, actor, method, why, cancellationToken);

    /// <summary>Of somebody who has not said who they are. A network counts as one: one machine has billions of addresses of IPv6.</summary>
    public Task NoteStrangerAsync(CallerPlace place, string method, string why, CancellationToken cancellationToken) =>
        NoteAsync(place.Bucket, "anonymous:" + place.Address, method, why, cancellationToken);

    /// <summary>Whether it is the first of its kind within a minute; the Journal is not a stranger's to fill.</summary>
    public bool IsNews(string who, string what)
    {
        using var lease = oncePerMinute.AttemptAcquire($"{who} {what}");
        return lease.IsAcquired;
    }

    private async Task NoteAsync(string who, string actor, string method, string why, CancellationToken cancellationToken)
    {
        if (!IsNews(who, method))
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new JournalEntry { At = time.GetUtcNow(), Actor = actor, Kind = JournalKinds.AccessDenied, Summary = $"{actor} was refused {method}: {why}" });
        await db.SaveChangesAsync(cancellationToken);
    }

    public void Dispose() => oncePerMinute.Dispose();
}
