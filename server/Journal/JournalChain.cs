using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Journal;

/// <summary>Extends the hash chain: one replica at a time, by the lock on the head.</summary>
internal sealed class JournalChain(IDbContextFactory<FleetDb> contexts)
{
    private const int Batch = 1000;

    /// <returns>How many entries were sealed; fewer than there are where there are very many.</returns>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var head = await db.JournalHeads.FromSql($"SELECT * FROM journal_head WHERE id = 1 FOR UPDATE").SingleAsync(cancellationToken);
        // In the order of ids; an entry whose transaction commits later gets a later position, that is all.
        var entries = await db.JournalEntries.AsNoTracking().Where(entry => entry.ChainPosition == null)
            .OrderBy(entry => entry.Id).Take(Batch).ToListAsync(cancellationToken);
        if (entries.Count == 0)
        {
            return 0;
        }

        foreach (var entry in entries)
        {
            entry.ChainPosition = ++head.Position;
            entry.Hash = head.Hash = JournalHash.Of(head.Hash, head.Position, entry);
        }

        await WriteAsync(db, entries, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return entries.Count;
    }

    public async Task<JournalHead> HeadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JournalHeads.AsNoTracking().SingleAsync(cancellationToken);
    }

    private static Task<int> WriteAsync(FleetDb db, List<JournalEntry> entries, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(
            """
            UPDATE journal SET chain_position = sealed.position, hash = sealed.hash
            FROM unnest(@ids, @positions, @hashes) AS sealed(id, position, hash) WHERE journal.id = sealed.id
            """,
            [
                new NpgsqlParameter("ids", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = entries.Select(entry => entry.Id).ToArray() },
                new NpgsqlParameter("positions", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = entries.Select(entry => entry.ChainPosition!.Value).ToArray() },
                new NpgsqlParameter("hashes", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = entries.Select(entry => entry.Hash!).ToArray() },
            ],
            cancellationToken);
}
