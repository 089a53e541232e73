using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Who is signed in. Asked on every call, so that a session ends everywhere at once.</summary>
internal sealed class Sessions(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(24);
    // Use is noted this often at most: a write per call would cost more than the knowledge is worth.
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    /// <summary>Adds a session to what <paramref name="db"/> will save.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Begin(FleetDb db, Guid personId, string address)
    {
        var now = time.GetUtcNow();
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        db.Add(new PersonSession { TokenHash = Hash(token), PersonId = personId, CreatedAt = now, LastUsedAt = now, Address = address, ExpiresAt = now + Absolute });
        return (token, now + Absolute);
    }

    /// <param name="isUse">Somebody sits behind the call: only that keeps a session from ending.</param>
    /// <returns>Null: unknown, ended, idle for too long, or the person is disabled.</returns>
    public async Task<Caller?> FindAsync(string token, bool isUse, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hash = Hash(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from session in db.PersonSessions
            join person in db.People on session.PersonId equals person.Id
            where session.TokenHash == hash && session.ExpiresAt > now && session.LastUsedAt > now - Idle && !person.Disabled
            select new { person.UserName, person.Role, person.SiteId, person.MustChangePassword, session.LastUsedAt }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (isUse && now - found.LastUsedAt > NoteEvery)
        {
            await db.PersonSessions.Where(session => session.TokenHash == hash)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.LastUsedAt, now), cancellationToken);
        }

        return new Caller(found.UserName!, found.Role, found.SiteId) { MustChangePassword = found.MustChangePassword };
    }

    public async Task EndAsync(string token, CancellationToken cancellationToken)
    {
        var hash = Hash(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.PersonSessions.Where(session => session.TokenHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Of one person, those that go on, the latest first.</summary>
    public async Task<List<PersonSession>> ListAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Of(db, name).AsNoTracking().Where(session => session.ExpiresAt > now && session.LastUsedAt > now - Idle)
            .OrderByDescending(session => session.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <returns>False: the person has no such session.</returns>
    public async Task<bool> EndAsync(string name, byte[] tokenHash, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = await Of(db, name).Where(session => session.TokenHash == tokenHash).ExecuteDeleteAsync(cancellationToken);
        if (ended > 0)
        {
            db.Add(new JournalEntry { At = time.GetUtcNow(), Actor = "person:" + name, Kind = JournalKinds.SessionEnded, Summary = $"{name} ended one of the own sessions." });
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return ended > 0;
    }

    /// <summary>Ends the sessions of a person, all but the one of <paramref name="except"/>; those that ran out go with them.</summary>
    public async Task EndAllAsync(FleetDb db, Guid personId, string? except, CancellationToken cancellationToken)
    {
        var kept = except is null ? [] : Hash(except);
        await db.PersonSessions.Where(session => session.PersonId == personId && session.TokenHash != kept).ExecuteDeleteAsync(cancellationToken);
    }

    private static IQueryable<PersonSession> Of(FleetDb db, string name) =>
        db.PersonSessions.Where(session => db.People.Any(person => person.Id == session.PersonId && person.UserName == name));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
