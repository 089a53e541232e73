using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Gateway;

/// <summary>Events that a gateway tells of another Host.</summary>
internal sealed class GatewayEvents(GatewayBook book, GatewayRefusals refusals, AgentJournal journal)
{
    /// <summary>Whose each Event is; an Event that this agent may not tell is not among them.</summary>
    public async Task<IReadOnlyDictionary<ConnectRequest, HostIdentity>> OwnersAsync(
        FleetDb db, HostIdentity speaker, IReadOnlyList<ConnectRequest> messages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var owners = new Dictionary<ConnectRequest, HostIdentity>(ReferenceEqualityComparer.Instance);
        foreach (var message in messages.Where(message => message.Event is not null))
        {
            if (message.Event.Host.Length == 0 || message.Event.Host == speaker.Name)
            {
                owners[message] = speaker;
            }
            else if ((await book.HostsOfAsync(speaker, cancellationToken)).TryGetValue(message.Event.Host, out var other))
            {
                owners[message] = other;
            }
            else if (refusals.Tell(speaker, message.Event.Host, "Events", now) is { } entry)
            {
                db.Add(entry);
            }
        }

        return owners;
    }

    /// <summary>Without those that are stored already: a BMC's log is read by its Host's own agent and by the gateway.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> WithoutKnownAsync(FleetDb db, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken)
    {
        var logged = events.Where(stored => stored.Kind == EventKinds.BmcSel).ToArray();
        if (logged.Length == 0)
        {
            return events;
        }

        var hosts = logged.Select(stored => stored.HostId).Distinct().ToArray();
        var times = logged.Select(stored => stored.At.ToUniversalTime()).Distinct().ToArray();
        var stored = await db.Events.AsNoTracking()
            .Where(row => row.Kind == EventKinds.BmcSel && hosts.Contains(row.HostId) && times.Contains(row.At))
            .Select(row => new { row.HostId, row.At, row.Text }).ToListAsync(cancellationToken);
        var known = stored.Select(row => (row.HostId, Kept(row.At), row.Text)).ToHashSet();
        return [.. events.Where(row => row.Kind != EventKinds.BmcSel || !known.Contains((row.HostId, Kept(row.At), row.Text)))];
    }

    /// <summary>As Postgres keeps it: in microseconds.</summary>
    private static long Kept(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The Journal's word of what a gateway told of other Hosts, from the gateway's own share.</summary>
    public IEnumerable<JournalEntry> EntriesOf(HostIdentity gateway, IEnumerable<StoredEvent> others) =>
        others.Where(seen => journal.Take(gateway.Id, seen.Kind)).Select(seen => Entry(gateway, seen));

    private static JournalEntry Entry(HostIdentity gateway, StoredEvent seen) => new()
    {
        At = seen.ReceivedAt,
        Actor = "agent:" + gateway.Name,
        Kind = JournalKinds.EventSeen,
        SiteId = gateway.SiteId,
        HostId = seen.HostId,
        Summary = $"{seen.Kind}: {seen.Text}",
        Data = seen.Detail,
    };
}
