using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>The tokens that were made, as people see them.</summary>
internal sealed class EnrollmentTokens(FleetDb db, CertificateAuthority authority, TimeProvider time)
{
    private static readonly TimeSpan Shown = TimeSpan.FromDays(30);

    /// <summary>What every token carries.</summary>
    public string Fingerprint => authority.Fingerprint;

    /// <summary>The latest first.</summary>
    /// <param name="hosts">Those that the caller may know of; null: all.</param>
    public Task<List<EnrollmentToken>> ListAsync(IReadOnlyCollection<Guid>? hosts, PagePlace<string>? last, int most, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Shown;
        var after = last is { } place && Hash(place.Id) is { } hash ? (place.At, hash) : ((DateTimeOffset At, byte[] Hash)?)null;
        return db.EnrollmentTokens.AsNoTracking().Where(token => token.CreatedAt > since && (hosts == null || hosts.Contains(token.HostId)))
            .Where(token => after == null || EF.Functions.LessThan(ValueTuple.Create(token.CreatedAt, token.SecretHash), ValueTuple.Create(after.Value.At, after.Value.Hash)))
            .OrderByDescending(token => token.CreatedAt).ThenByDescending(token => token.SecretHash).Take(most).ToListAsync(cancellationToken);
    }

    /// <returns>Null: there is none; false: it was spent, or has ended.</returns>
    public async Task<bool?> WithdrawAsync(IReadOnlyCollection<Guid>? hosts, string id, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Hash(id) is not { } hash
            || await db.EnrollmentTokens.AsNoTracking().SingleOrDefaultAsync(row => row.SecretHash == hash && (hosts == null || hosts.Contains(row.HostId)), cancellationToken) is not { } token)
        {
            return null;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Who enrolls with it meanwhile was first, or finds it ended.
        await Lineages.LockAsync(db, token.HostId, cancellationToken);
        var ended = await db.EnrollmentTokens.Where(row => row.SecretHash == hash && row.SpentAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, now - Enrollment.BehindAtMost), cancellationToken);
        if (ended > 0)
        {
            db.Add(new JournalEntry { At = now, Actor = actor, Kind = JournalKinds.TokenWithdrawn, HostId = token.HostId, Summary = $"{actor} withdrew an enrollment token of {token.HostName}." });
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return ended > 0;
    }

    private static byte[]? Hash(string id)
    {
        var hash = new byte[32];
        return id.Length == 64 && Convert.FromHexString(id, hash, out _, out _) == System.Buffers.OperationStatus.Done ? hash : null;
    }
}
