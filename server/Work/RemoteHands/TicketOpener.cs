using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>Opens the repair ticket of a Drain, and closes it, in the caller's transaction.</summary>
internal sealed class TicketOpener(TicketFactsReader reader, TimeProvider time)
{
    public const string Repair = "repair";

    /// <summary>The provider of a Site that has none: the ticket is on the dashboard only.</summary>
    public const string DashboardOnly = "dashboard";

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
        };
        db.Add(ticket);
        if (site.TicketProvider is not null)
        {
            db.Add(new OutboxMessage { Topic = TicketOutbox.TopicName, Key = reference, Payload = "create", CreatedAt = now, NotBefore = now });
        }

        DrainHistory.Told(db, drain, JournalKinds.TicketCreated, "system", $"{reference}: {ticket.Subject}", now);
        return ticket;
    }

    /// <summary>Traffic came to a Host that a technician was told is safe to touch: who holds the ticket is told once for each time.</summary>
    public async Task StopAsync(Drain drain, string traffic, FleetDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = await db.Tickets.Where(row => row.DrainId == drain.Id && row.State != TicketState.Closed).ToListAsync(cancellationToken);
        foreach (var ticket in open)
        {
            var text = $"{traffic}. STOP, touch nothing, and call the contact before you go on.";
            ticket.Body = $"{text}\n\n{ticket.Body}";
            if (ticket.ExternalId is not null)
            {
                db.Add(new OutboxMessage
                {
                    Topic = TicketOutbox.TopicName,
                    Key = string.Create(CultureInfo.InvariantCulture, $"{ticket.Reference}/stop-{now.UtcTicks}"),
                    Payload = text,
                    CreatedAt = now,
                    NotBefore = now,
                });
            }
        }
    }

    /// <returns>False: they were closed already.</returns>
    public async Task<bool> CloseAsync(Drain drain, FleetDb db, CancellationToken cancellationToken)
    {
        var open = await db.Tickets.Where(row => row.DrainId == drain.Id && row.State != TicketState.Closed).ToListAsync(cancellationToken);
        foreach (var ticket in open)
        {
            // One that was never sent is not sent any more; one that was is told of the end.
            if (ticket.ExternalId is not null)
            {
                db.Add(new OutboxMessage
                {
                    Topic = TicketOutbox.TopicName,
                    Key = $"{ticket.Reference}/closed",
                    Payload = $"The drain of this host is {drain.State}: {drain.WaitingFor}. Nothing is left to do; this ticket may be closed.",
                    CreatedAt = time.GetUtcNow(),
                    NotBefore = time.GetUtcNow(),
                });
            }

            ticket.State = TicketState.Closed;
        }

        return open.Count > 0;
    }
}
