using System.Data;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Journal;

/// <summary>Walks the whole chain, entry by entry, and holds it against its head and the signed checkpoints.</summary>
internal sealed class JournalVerifier(IDbContextFactory<FleetDb> contexts, JournalCheckpoints checkpoints)
{
    public async Task<JournalVerdict> VerifyAsync(CancellationToken cancellationToken)
    {
        var signed = new Dictionary<long, JournalCheckpoint>();
        foreach (var (file, checkpoint) in checkpoints.Read())
        {
            if (checkpoint is null)
            {
                return new JournalVerdict(false, 0, $"The checkpoint {file} is not signed by this fleet.");
            }

            signed[checkpoint.Position] = checkpoint;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // One view of head and entries, while the sealer goes on.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var head = await db.JournalHeads.AsNoTracking().SingleAsync(cancellationToken);
        var (broken, position, hash) = await WalkAsync(db, signed, cancellationToken);
        if (broken is not null)
        {
            return broken;
        }

        if (position != head.Position || !hash.AsSpan().SequenceEqual(head.Hash))
        {
            return Broken(position, $"The chain ends at entry {position}, but {head.Position} entries were sealed: the last are missing.");
        }

        return signed.Count > 0
            ? Broken(position, $"The chain ends at entry {position}, but entry {signed.Keys.Max()} was signed: the last are missing.")
            : new JournalVerdict(true, position, $"All {position} entries are as they were sealed.");
    }

    /// <param name="signed">The checkpoints by their position; those that the chain reaches are taken out.</param>
    /// <returns>The first fault, or where the chain ends and its hash there.</returns>
    private static async Task<(JournalVerdict? Broken, long Position, byte[] Hash)> WalkAsync(
        FleetDb db, Dictionary<long, JournalCheckpoint> signed, CancellationToken cancellationToken)
    {
        var position = 0L;
        var hash = new byte[JournalHash.Size];
        await foreach (var entry in Sealed(db).WithCancellation(cancellationToken))
        {
            if (entry.ChainPosition != position + 1)
            {
                return (Broken(position, $"Entry {position + 1} of the chain is missing; the next is {entry.ChainPosition}."), position, hash);
            }

            hash = JournalHash.Of(hash, ++position, entry);
            if (!hash.AsSpan().SequenceEqual(entry.Hash))
            {
                return (Broken(position - 1, $"Entry {position} of the chain (journal id {entry.Id}, {entry.At:u}) is not what was sealed."), position, hash);
            }

            if (signed.Remove(position, out var checkpoint) && checkpoint.Hash != Convert.ToHexStringLower(hash))
            {
                return (Broken(position - 1, $"The chain was rewritten: entry {position} is not the one that was signed at {checkpoint.At:u}."), position, hash);
            }
        }

        return (null, position, hash);
    }

    private static IAsyncEnumerable<JournalEntry> Sealed(FleetDb db) =>
        db.JournalEntries.AsNoTracking().Where(entry => entry.ChainPosition != null).OrderBy(entry => entry.ChainPosition).AsAsyncEnumerable();

    private static JournalVerdict Broken(long good, string sentence) => new(false, good, sentence);
}
