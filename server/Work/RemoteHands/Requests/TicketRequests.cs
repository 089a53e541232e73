using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Work.RemoteHands.Requests;

/// <summary>What a person may do to a ticket. It commits with the person's name in the Journal; the outbox does the rest.</summary>
internal sealed class TicketRequests(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    /// <summary>Sends a ticket that nobody took once more, by the provider and the settings that its Site has by now.</summary>
    /// <returns>Why not; null: it is owed again; empty: there is none.</returns>
    public async Task<string?> ResendAsync(Guid id, string person, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ticket = (await db.Tickets.FromSql($"SELECT t.*, t.xmin FROM tickets t WHERE t.id = {id} FOR UPDATE").ToListAsync(cancellationToken)).SingleOrDefault();
        if (ticket is null || !scope.Includes(ticket.SiteId))
        {
            return "";
        }

        if (ticket.State is not (TicketState.Rejected or TicketState.Pending))
        {
            return $"{ticket.Reference} is {ticket.State.ToString().ToLowerInvariant()}: only one that nobody took can be sent again";
        }

        if (await db.SitesEver.Where(site => site.Id == ticket.SiteId).Select(site => site.TicketProvider).SingleAsync(cancellationToken) is not { } provider)
        {
            return $"site {ticket.SiteId} names no ticket provider in the inventory: {ticket.Reference} stands on the page alone";
        }

        var now = time.GetUtcNow();
        (ticket.Provider, ticket.State, ticket.LastError) = (provider, TicketState.Pending, null);
        await TicketOutbox.OweAgainAsync(db, ticket, now, cancellationToken);
        db.Add(TicketJournal.Entry(ticket, person, JournalKinds.TicketResent, $"is sent again by {provider}", now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}
