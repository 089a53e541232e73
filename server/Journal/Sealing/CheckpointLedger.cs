using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal.Sinks;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Journal.Sealing;

/// <summary>The checkpoints in the database: of all replicas one row of numbers, written under the lock of the chain's head.</summary>
internal sealed class CheckpointLedger(IJournalSigner signer, JournalSinks sinks, TimeProvider time)
{
    public bool CanSign => signer.CanSign;

    public static Task<JournalCheckpoint?> LastAsync(FleetDb db, CancellationToken cancellationToken) =>
        All(db).OrderByDescending(checkpoint => checkpoint.Number).FirstOrDefaultAsync(cancellationToken);

    /// <returns>In their order.</returns>
    public static async Task<IReadOnlyList<JournalCheckpoint>> AfterAsync(FleetDb db, long number, CancellationToken cancellationToken) =>
        await All(db).Where(checkpoint => checkpoint.Number > number).OrderBy(checkpoint => checkpoint.Number).ToListAsync(cancellationToken);

    /// <returns>The last by then: a new one where it is due, else <paramref name="last"/>.</returns>
    public async Task<JournalCheckpoint?> WriteIfDueAsync(
        FleetDb db, JournalCheckpoint? last, long position, byte[] hash, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        // Where checkpoints were taken out of the database nothing is signed anew in their place: what is missing stays missing, and is told.
        if (!signer.CanSign || !CheckpointRule.IsDue(last, position, now) || sinks.MostTaken > (last?.Number ?? 0))
        {
            return last;
        }

        var bare = new JournalCheckpoint(position, Convert.ToHexStringLower(hash), now, Number: (last?.Number ?? 0) + 1, Previous: last?.Digest ?? "");
        var signed = bare with { Signature = Convert.ToBase64String(signer.Sign(bare.Message)) };
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO journal_checkpoints (number, position, hash, at, previous, signature)
            VALUES ({signed.Number}, {signed.Position}, {signed.Hash}, {signed.At}, {signed.Previous}, {signed.Signature})
            """, cancellationToken);
        return signed;
    }

    private static IQueryable<JournalCheckpoint> All(FleetDb db) => db.Database.SqlQuery<JournalCheckpoint>(
        $"""
        SELECT position AS "Position", hash AS "Hash", at AS "At", signature AS "Signature", number AS "Number", previous AS "Previous"
        FROM journal_checkpoints
        """);
}
