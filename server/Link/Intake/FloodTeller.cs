using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Tells of what an agent brought about beyond its share: one Event a minute, with the counts, which is one Journal entry and a Condition of the
/// Host that ends when it has stayed away for an hour.</summary>
internal sealed class FloodTeller(IDbContextFactory<FleetDb> contexts, AgentJournal journal, IEnumerable<IHostObserver> observers, LinkMetrics metrics)
{
    /// <summary>Where the detail holds all of it as words.</summary>
    public const string Counts = "counts";

    private readonly IHostObserver[] observers = [.. observers];

    /// <param name="isLast">The Host's stream ends.</param>
    public async Task TellAsync(HostIdentity host, DateTimeOffset now, bool isLast, CancellationToken cancellationToken)
    {
        if (journal.TakeCounted(host.Id, isLast) is not { } counted)
        {
            return;
        }

        try
        {
            await StoreAsync(host, EventOf(host, counted, now), cancellationToken);
        }
        catch
        {
            // The stream ended meanwhile, or the database is away: it is told later.
            journal.GiveBack(host.Id, counted);
            throw;
        }

        metrics.Folded(counted.Values.Sum());
    }

    private static StoredEvent EventOf(HostIdentity host, IReadOnlyDictionary<string, long> counted, DateTimeOffset now)
    {
        var all = counted.Values.Sum();
        var words = string.Join(", ", counted.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value.ToString(CultureInfo.InvariantCulture)}"));
        return new StoredEvent
        {
            HostId = host.Id,
            // No agent can have said it before.
            SpoolId = Guid.NewGuid().ToString(),
            Sequence = 1,
            At = now,
            ReceivedAt = now,
            IsOfServer = true,
            Kind = EventKinds.AgentFlood,
            Count = (int)Math.Min(all, int.MaxValue),
            Source = "server",
            Text = $"{host.Name} told more than one Host may have in the Journal; without an entry of its own each: {words}.",
            Detail = JsonSerializer.Serialize(new Dictionary<string, string> { [Counts] = words }),
        };
    }

    private async Task StoreAsync(HostIdentity host, StoredEvent flood, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var added = await EventStore.InsertNewAsync(db, [flood], cancellationToken);
        foreach (var observer in added.Count > 0 ? observers : [])
        {
            await observer.OnEventsAsync(host, added, db, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
