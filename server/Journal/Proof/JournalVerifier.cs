using System.Data;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal.Sealing;
using SovereignFleet.Server.Journal.Sinks;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Journal.Proof;

/// <summary>Walks the whole chain, entry by entry, and holds it against its head and all signed checkpoints: the database's, the folder's and,
/// where it is given, a sink's copy. What is missing is as wrong as what is false.</summary>
internal sealed class JournalVerifier(
    IDbContextFactory<FleetDb> contexts, JournalSinks sinks, JournalGuard guard, IJournalSigner signer, TimeProvider time)
{
    /// <summary>How long a checkpoint may be on its way to a sink.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(5);

    /// <param name="copy">The lines of a sink's copy; null: none is given.</param>
    public async Task<JournalVerdict> VerifyAsync(IEnumerable<string>? copy, CancellationToken cancellationToken)
    {
        if (await guard.TriggersAsync(cancellationToken) is [var trigger, ..])
        {
            return Broken(0, trigger.Sentence);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // One view of head, checkpoints and entries, while the sealer goes on.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var rows = await CheckpointLedger.AfterAsync(db, 0, cancellationToken);
        var check = new CheckpointCheck(rows, signer);
        var due = time.GetUtcNow() - OnItsWay;
        var (faultOfCopy, lastOfCopy) = copy is null ? (null, 0) : check.OfSink(copy);
        if ((check.OfDatabase() ?? check.OfFolder(sinks.Own, due) ?? faultOfCopy ?? Owed(rows, due)) is { } fault)
        {
            return Broken(0, fault);
        }

        var head = await db.JournalHeads.AsNoTracking().SingleAsync(cancellationToken);
        var verdict = await WalkAsync(db, head, check.Signed, cancellationToken);
        return verdict.Intact ? verdict with { Sentence = $"{verdict.Sentence} {OfCopies(rows, copy is null ? null : lastOfCopy)}" } : verdict;
    }

    private string? Owed(IReadOnlyList<JournalCheckpoint> rows, DateTimeOffset due) => (
        from sink in sinks.All
        let owed = rows.Where(row => row.Number > sinks.Taken(sink) && row.At < due).ToList()
        where owed.Count > 0
        select $"The sink {sink.Name} lacks {owed.Count} checkpoints, the first of {owed[0].At:u}: it did not take them.").FirstOrDefault();

    private string OfCopies(IReadOnlyList<JournalCheckpoint> rows, long? lastOfCopy) => $"{rows.Count} checkpoints say the same."
        + (lastOfCopy is { } last ? $" The sink's copy has them up to number {last}." : "")
        + (sinks.HasForeign || lastOfCopy is not null ? "" : " No sink is set up (Journal:Socket, Journal:Syslog): who holds this machine could have made all of it anew.");

    private static async Task<JournalVerdict> WalkAsync(
        FleetDb db, JournalHead head, ILookup<long, JournalCheckpoint> signed, CancellationToken cancellationToken)
    {
        var position = 0L;
        var hash = new byte[JournalHash.Size];
        await foreach (var entry in Sealed(db).WithCancellation(cancellationToken))
        {
            if (entry.ChainPosition != position + 1)
            {
                return Broken(position, $"Entry {position + 1} of the chain is missing; the next is {entry.ChainPosition}.");
            }

            hash = JournalHash.Of(hash, ++position, entry);
            if (!hash.AsSpan().SequenceEqual(entry.Hash))
            {
                return Broken(position - 1, $"Entry {position} of the chain (journal id {entry.Id}, {entry.At:u}) is not what was sealed.");
            }

            if (signed[position].FirstOrDefault(checkpoint => checkpoint.Hash != Convert.ToHexStringLower(hash)) is { } other)
            {
                return Broken(position - 1, $"The chain was rewritten: entry {position} is not the one that was signed at {other.At:u}.");
            }
        }

        return OfEnd(head, position, hash, signed.Select(group => group.Key).DefaultIfEmpty().Max());
    }

    private static JournalVerdict OfEnd(JournalHead head, long position, byte[] hash, long lastSigned)
    {
        if (position != head.Position || !hash.AsSpan().SequenceEqual(head.Hash))
        {
            return Broken(position, $"The chain ends at entry {position}, but {head.Position} entries were sealed: the last are missing.");
        }

        if (lastSigned > position)
        {
            return Broken(position, $"The chain ends at entry {position}, but entry {lastSigned} was signed: the last are missing.");
        }

        // The first are signed at once, and every thousand. Twice as many: the key may have been away for a while.
        return position - lastSigned > 2 * CheckpointRule.Entries || (lastSigned == 0 && position > 0)
            ? Broken(position, $"Nothing is signed of entries {lastSigned + 1} to {position}, though every {CheckpointRule.Entries} are: their checkpoints are missing.")
            : new JournalVerdict(true, position, $"All {position} entries are as they were sealed.");
    }

    private static IAsyncEnumerable<JournalEntry> Sealed(FleetDb db) =>
        db.JournalEntries.AsNoTracking().Where(entry => entry.ChainPosition != null).OrderBy(entry => entry.ChainPosition).AsAsyncEnumerable();

    private static JournalVerdict Broken(long good, string sentence) => new(false, good, sentence);
}
