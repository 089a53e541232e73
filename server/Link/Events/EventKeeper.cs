using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Events;

/// <summary>Keeps what an agent told: each Event as a row as long as its share lasts, and then folded.</summary>
internal sealed class EventKeeper(EventShare share, AgentJournal journal, TimeProvider time)
{
    /// <summary>Inside the current transaction of <paramref name="db"/>.</summary>
    /// <param name="speaker">Whose agent told them, be they of another Host.</param>
    /// <returns>Those that were not there before, in the order of their time; those that are folded as one for each thing.</returns>
    public async Task<IReadOnlyList<StoredEvent>> StoreAsync(FleetDb db, HostIdentity speaker, IReadOnlyCollection<StoredEvent> events, CancellationToken cancellationToken)
    {
        var rows = new List<StoredEvent>();
        var beyond = new List<StoredEvent>();
        foreach (var seen in events)
        {
            (share.Take(speaker.Id) ? rows : beyond).Add(seen);
        }

        var added = await EventStore.InsertNewAsync(db, rows, cancellationToken);
        return beyond.Count == 0 ? added : [.. added.Concat(await FoldAsync(db, speaker, beyond, cancellationToken)).OrderBy(seen => seen.At)];
    }

    private async Task<IReadOnlyList<StoredEvent>> FoldAsync(FleetDb db, HostIdentity speaker, List<StoredEvent> beyond, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // One that is sent again may have its row from before.
        var known = await KnownAsync(db, beyond, cancellationToken);
        var things = beyond.Where(seen => !known.Contains((seen.HostId, seen.SpoolId, seen.Sequence))).ToLookup(EventFold.ThingOf);
        var folded = new List<StoredEvent>();
        foreach (var thing in things)
        {
            if (share.IsToldApart(speaker.Id, thing.Key, now))
            {
                folded.Add(EventFold.Of(thing, now));
            }
            else
            {
                journal.Count(speaker.Id, "Events of ever more kinds", thing.LongCount());
            }
        }

        await EventStore.AddToAsync(db, folded, cancellationToken);
        return folded;
    }

    private static async Task<HashSet<(Guid Host, string Spool, long Sequence)>> KnownAsync(FleetDb db, List<StoredEvent> events, CancellationToken cancellationToken)
    {
        var hosts = events.Select(seen => seen.HostId).Distinct().ToArray();
        var spools = events.Select(seen => seen.SpoolId).Distinct().ToArray();
        var sequences = events.Select(seen => seen.Sequence).Distinct().ToArray();
        return (await db.Events.AsNoTracking().Where(row => hosts.Contains(row.HostId) && spools.Contains(row.SpoolId) && sequences.Contains(row.Sequence))
            .Select(row => new { row.HostId, row.SpoolId, row.Sequence }).ToListAsync(cancellationToken))
            .Select(row => (row.HostId, row.SpoolId, row.Sequence)).ToHashSet();
    }
}
