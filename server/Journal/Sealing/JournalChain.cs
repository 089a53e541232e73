using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Journal.Sealing;

/// <summary>Extends the hash chain, and signs its end when that is due: one replica at a time, by the lock on the head. What it may do to the
/// tables are the functions of 0005-journal-proof.sql.</summary>
internal sealed class JournalChain(IDbContextFactory<FleetDb> contexts, CheckpointLedger checkpoints, TimeProvider time)
{
    private long hourLookedAt;

    /// <returns>How many entries were sealed; fewer than there are where there are very many.</returns>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hour = time.GetUtcNow().ToUnixTimeSeconds() / 3600;
        // At rest this is all: one look into the index of what is not sealed.
        if (hour == hourLookedAt && !await db.JournalEntries.AnyAsync(entry => entry.ChainPosition == null, cancellationToken))
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var head = (await db.JournalHeads.FromSql($"SELECT * FROM journal_lock_head()").AsNoTracking().ToListAsync(cancellationToken)).Single();
        // The hour that ended is signed before anything of the next is sealed.
        var last = await CheckpointLedger.LastAsync(db, cancellationToken);
        last = await checkpoints.WriteIfDueAsync(db, last, head.Position, head.Hash, cancellationToken);
        // In the order of ids; an entry whose transaction commits later gets a later position, that is all.
        var entries = await db.JournalEntries.AsNoTracking().Where(entry => entry.ChainPosition == null).OrderBy(entry => entry.Id)
            .Take(checkpoints.CanSign ? CheckpointRule.Room(last, head.Position) : CheckpointRule.Entries).ToListAsync(cancellationToken);
        foreach (var entry in entries)
        {
            entry.ChainPosition = ++head.Position;
            entry.Hash = head.Hash = JournalHash.Of(head.Hash, head.Position, entry);
        }

        await WriteAsync(db, entries, cancellationToken);
        await checkpoints.WriteIfDueAsync(db, last, head.Position, head.Hash, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        hourLookedAt = checkpoints.CanSign ? hour : 0;
        return entries.Count;
    }

    private static async Task WriteAsync(FleetDb db, List<JournalEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count > 0)
        {
            await db.Database.ExecuteSqlRawAsync(
                "SELECT journal_seal(@ids, @positions, @hashes)",
                [
                    new NpgsqlParameter("ids", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = entries.Select(entry => entry.Id).ToArray() },
                    new NpgsqlParameter("positions", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = entries.Select(entry => entry.ChainPosition!.Value).ToArray() },
                    new NpgsqlParameter("hashes", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = entries.Select(entry => entry.Hash!).ToArray() },
                ],
                cancellationToken);
        }
    }
}
