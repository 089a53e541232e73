using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Work.RemoteHands.Text;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>Opens the repair ticket of a Drain, and closes it, in the caller's transaction.</summary>
internal sealed class TicketOpener(TicketFactsReader reader, TimeProvider time)
{
    public const string Repair = "repair";

    /// <summary>The provider of a Site that has none: the ticket is on the dashboard only.</summary>
    public const string DashboardOnly = "dashboard";

    /// <summary>The key of the note that tells a ticket's end.</summary>
    public const string CallOff = "closed";

    public async Task<Ticket> OpenAsync(Drain drain, FleetDb db, CancellationToken cancellationToken)
    {
        // However often the work begins, its ticket is one.
        if (await db.Tickets.SingleOrDefaultAsync(row => row.DrainId == drain.Id && row.Kind == Repair, cancellationToken) is { } open)
        {
            return open;
        }

        var now = time.GetUtcNow();
        var number = await db.Database.SqlQuery<long>($"SELECT nextval('ticket_numbers') AS \"Value\"").SingleAsync(cancellationToken);
        var reference = string.Create(CultureInfo.InvariantCulture, $"SF-{now.Year}-{number:0000}");
        var (facts, site) = await reader.ReadAsync(drain, reference, db, cancellationToken);
        var ticket = new Ticket
        {
            Id = Guid.CreateVersion7(now),
            Reference = reference,
            DrainId = drain.Id,
            Kind = Repair,
            HostId = drain.HostId,
            SiteId = site.Id,
            Provider = site.TicketProvider ?? DashboardOnly,
            Subject = TicketText.Subject(facts),
            Body = TicketText.Body(facts),
            CreatedAt = now,
            Told = ToldWork.Of(RepairWork.Of(facts.Evidence)),
            LookedAt = now,
        };
        db.Add(ticket);
        if (site.TicketProvider is not null)
        {
            db.Add(TicketOutbox.Owed(ticket, key: null, "create", now));
        }

        DrainHistory.Told(db, drain, JournalKinds.TicketCreated, "system", $"{reference}: {ticket.Subject}", now);
        return ticket;
    }

    /// <summary>Tells in a ticket that is at work what was found since: in its own text, and to whoever may have it already in a further message.</summary>
    public async Task TellNewsAsync(Ticket ticket, Drain drain, FleetDb db, CancellationToken cancellationToken)
    {
        var (facts, _) = await reader.ReadAsync(drain, ticket.Reference, db, cancellationToken);
        if (ticket.Told is not { } told)
        {
            // What an earlier version wrote is taken to tell all that was known.
            ticket.Told = ToldWork.Of(RepairWork.Of(facts.Evidence));
            return;
        }

        var news = ToldWork.News(told, facts.Evidence);
        if (news.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        ticket.Told = ToldWork.With(told, news);
        ticket.Body = TicketText.Body(facts);
        if (!Traffic.IsOver(drain, now))
        {
            ticket.Body = Stop(drain.Traffic!) + ticket.Body;
        }

        if (ticket.IsOut)
        {
            var note = TicketText.News(facts, news);
            db.Add(TicketOutbox.Owed(ticket, string.Create(CultureInfo.InvariantCulture, $"more-{now.UtcTicks}"), note, now));
        }
        else
        {
            ticket.Subject = TicketText.Subject(facts);
        }

        DrainHistory.Told(db, drain, JournalKinds.TicketChanged, "system", $"{ticket.Reference} tells more: {string.Join("; ", news.Select(work => work.Title))}", now);
    }

    /// <summary>Traffic came to a Host that a technician was told is safe to touch: who holds the ticket is told once for each time.</summary>
    public async Task StopAsync(Drain drain, string traffic, FleetDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var ticket in await OpenAsync(drain.Id, db, cancellationToken))
        {
            ticket.Body = Stop(traffic) + ticket.Body;
            if (ticket.IsOut)
            {
                db.Add(TicketOutbox.Owed(ticket, string.Create(CultureInfo.InvariantCulture, $"stop-{now.UtcTicks}"), Stop(traffic), now));
            }
        }
    }

    /// <summary>What may have left the house is called off with its provider, and stays open until that is taken; what surely did not is closed.</summary>
    /// <returns>False: they were closed already.</returns>
    public async Task<bool> CloseAsync(Drain drain, FleetDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = await OpenAsync(drain.Id, db, cancellationToken);
        var swaps = await GpuSwap.ReadAsync(db, drain.HostId, drain.ProposedAt, cancellationToken);
        foreach (var ticket in open)
        {
            ticket.Body += swaps.Count == 0 ? "" : $"\nREPLACED\n{Said(swaps)}\n";
            (ticket.State, ticket.EndedAt) = (ticket.IsOut ? TicketState.Closing : TicketState.Closed, now);
            if (ticket.IsOut)
            {
                db.Add(TicketOutbox.Owed(ticket, CallOff, swaps.Count == 0 ? End(drain) : $"{End(drain)} {Said(swaps)}", now));
            }
        }

        return open.Count > 0;
    }

    private static Task<List<Ticket>> OpenAsync(Guid drainId, FleetDb db, CancellationToken cancellationToken) => db.Tickets
        .Where(row => row.DrainId == drainId && row.State != TicketState.Closed && row.State != TicketState.Closing).ToListAsync(cancellationToken);

    private static string Stop(string traffic) => $"{traffic}. STOP, touch nothing, and call the contact before you go on.\n\n";

    // Serials come from machines: no control character of theirs forges a line.
    private static string Said(IEnumerable<GpuSwap> swaps) =>
        string.Concat(string.Join(" ", swaps.Select(swap => swap.Sentence)).Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string End(Drain drain) => drain.CancelRequested || drain.State != DrainState.Closed
        ? $"CALLED OFF: nothing is to be done at this host. Do not touch it: it serves again, or is about to. ({drain.State}: {drain.WaitingFor})"
        : $"The work is done and proven: {drain.WaitingFor}. Nothing is left to do; this ticket may be closed.";
}
