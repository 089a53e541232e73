using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Work.RemoteHands.Providers;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>Delivers tickets: find by our reference, else create, then commit what the provider answered. A crash between the
/// two is met by the find, or by the provider's own key.</summary>
internal sealed class TicketOutbox(IDbContextFactory<FleetDb> contexts, TicketProviders providers, TimeProvider time) : IOutboxHandler
{
    public const string TopicName = "ticket";

    public string Topic => TopicName;

    public async Task<DeliveryOutcome> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var reference = message.Key.Split('/')[0];
        var ticket = await db.Tickets.SingleOrDefaultAsync(row => row.Reference == reference, cancellationToken);
        if (ticket is null)
        {
            return new DeliveryOutcome.Rejected($"there is no ticket {reference}");
        }

        var site = await db.SitesEver.AsNoTracking().SingleAsync(row => row.Id == ticket.SiteId, cancellationToken);
        if (providers.Find(ticket.Provider) is not { } provider)
        {
            return await StoreAsync(db, ticket, new TicketReceipt(new DeliveryOutcome.Rejected(
                $"site {site.Id} names the ticket provider '{ticket.Provider}'; there is {string.Join(", ", providers.Known)}"), null), cancellationToken);
        }

        var job = new TicketJob(ticket.Reference, ticket.Subject, ticket.Body, site.TicketSettings, ticket.CreatedAt);
        if (message.Key != reference)
        {
            return (await provider.UpdateAsync(job, ticket.ExternalId ?? reference, message.Payload, cancellationToken)).Outcome;
        }

        return ticket is { State: TicketState.Closed } or { ExternalId: not null }
            ? new DeliveryOutcome.Delivered()
            : await StoreAsync(db, ticket, await SendAsync(provider, job, cancellationToken), cancellationToken);
    }

    private static async Task<TicketReceipt> SendAsync(ITicketProvider provider, TicketJob job, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.FindAsync(job, cancellationToken) is { } found
                ? new TicketReceipt(new DeliveryOutcome.Delivered(), found)
                : await provider.CreateAsync(job, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Without the find's answer a create could be the second one.
            return new TicketReceipt(new DeliveryOutcome.RetryLater($"{provider.Name}: {error.Message}"), null);
        }
    }

    private async Task<DeliveryOutcome> StoreAsync(FleetDb db, Ticket ticket, TicketReceipt receipt, CancellationToken cancellationToken)
    {
        ticket.Attempts++;
        (ticket.State, ticket.LastError) = receipt.Outcome switch
        {
            DeliveryOutcome.Delivered => (TicketState.Sent, null),
            DeliveryOutcome.RetryLater later => (ticket.State, later.Reason),
            DeliveryOutcome.Rejected rejected => (TicketState.Rejected, rejected.Reason),
            var unknown => throw new InvalidOperationException($"{unknown} is no outcome of a delivery."),
        };
        if (receipt.Outcome is DeliveryOutcome.Delivered)
        {
            (ticket.ExternalId, ticket.SentAt) = (receipt.ExternalId, time.GetUtcNow());
            db.Add(TicketJournal.Entry(ticket, "system", JournalKinds.TicketSent, $"is out by {ticket.Provider}: {receipt.ExternalId}", time.GetUtcNow()));
        }
        else if (receipt.Outcome is DeliveryOutcome.Rejected)
        {
            db.Add(TicketJournal.Entry(ticket, "system", JournalKinds.TicketRejected, $"is refused by {ticket.Provider}: {ticket.LastError}", time.GetUtcNow()));
        }

        await db.SaveChangesAsync(cancellationToken);
        return receipt.Outcome;
    }
}
