using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using Role = SovereignFleet.Proto.Fleet.Role;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Tokens of programs: made, listed, withdrawn, and asked for on every call. Each change is one transaction with its Journal entry.</summary>
internal sealed class ApiTokens(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    /// <summary>By which a token is told from a session's.</summary>
    public const string Prefix = "sft_";

    // Use is noted this often at most: a write per call would cost more than the knowledge is worth.
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    /// <returns>The token, shown once; null: the name is taken.</returns>
    public async Task<(string Token, ApiToken Kept)?> CreateAsync(
        string name, Role role, string? siteId, TimeSpan validFor, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var kept = new ApiToken
        {
            Id = Guid.CreateVersion7(),
            TokenHash = Sessions.Hash(token),
            Name = name,
            Role = role,
            SiteId = siteId,
            CreatedBy = actor,
            CreatedAt = now,
            ExpiresAt = now + validFor,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(kept);
        db.Add(Entry(now, actor, JournalKinds.TokenCreated, $"{actor} made the API token {name} as {role}{(siteId is null ? "" : " of " + siteId)}, until {kept.ExpiresAt:yyyy-MM-dd}."));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return (token, kept);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return null;
        }
    }

    /// <summary>The latest first, those that have ended too.</summary>
    public async Task<List<ApiToken>> ListAsync(PagePlace<Guid>? last, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApiTokens.AsNoTracking()
            .Where(token => last == null || EF.Functions.LessThan(ValueTuple.Create(token.CreatedAt, token.Id), ValueTuple.Create(last.Value.At, last.Value.Id)))
            .OrderByDescending(token => token.CreatedAt).ThenByDescending(token => token.Id).Take(most).ToListAsync(cancellationToken);
    }

    /// <returns>False: there is none. One that was withdrawn already stays so.</returns>
    public async Task<bool> WithdrawAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApiTokens.SingleOrDefaultAsync(token => token.Id == id, cancellationToken) is not { } kept)
        {
            return false;
        }

        if (kept.WithdrawnAt is null)
        {
            kept.WithdrawnAt = time.GetUtcNow();
            db.Add(Entry(kept.WithdrawnAt.Value, actor, JournalKinds.TokenWithdrawn, $"{actor} withdrew the API token {kept.Name}."));
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }

    /// <returns>Null: unknown, expired or withdrawn.</returns>
    public async Task<Caller?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hash = Sessions.Hash(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.ApiTokens.AsNoTracking()
            .SingleOrDefaultAsync(row => row.TokenHash == hash && row.ExpiresAt > now && row.WithdrawnAt == null, cancellationToken);
        if (kept is null)
        {
            return null;
        }

        if (kept.LastUsedAt is not { } used || now - used > NoteEvery)
        {
            await db.ApiTokens.Where(row => row.Id == kept.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken);
        }

        return new Caller(kept.Name, kept.Role, kept.SiteId) { IsProgram = true };
    }

    private static JournalEntry Entry(DateTimeOffset at, string actor, string kind, string summary) => new() { At = at, Actor = actor, Kind = kind, Summary = summary };
}
