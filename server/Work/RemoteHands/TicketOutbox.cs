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

    /// <summary>Each Site has a provider of its own: one that hangs delays no other Site's.</summary>
    /// <param name="key">Of a note; null: the ticket itself.</param>
    public static OutboxMessage Owed(Ticket ticket, string? key, string payload, DateTimeOffset now) => new()
    {
        Topic = TopicName,
        Key = key is null ? ticket.Reference : $"{ticket.Reference}/{key}",
        Lane = ticket.SiteId,
        Payload = payload,
        CreatedAt = now,
        NotBefore = now,
    };

    /// <summary>Owes the ticket itself once more.</summary>
    public static async Task OweAgainAsync(FleetDb db, Ticket ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var owed = await db.OutboxMessages
            .Where(message => message.Topic == TopicName && message.Key == ticket.Reference && message.DeliveredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.RejectedAt, (DateTimeOffset?)null)
                .SetProperty(message => message.Attempts, 0).SetProperty(message => message.NotBefore, now), cancellationToken);
        if (owed == 0)
        {
            db.Add(Owed(ticket, key: null, "create", now));
        }
    }

    /// <summary>How soon what was refused is tried again: a note of a ticket that may be out is owed until somebody took it.</summary>
    private static readonly TimeSpan RefusedAgain = TimeSpan.FromMinutes(1);

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
            return await StoreAsync(ticket.Id, new TicketReceipt(new DeliveryOutcome.Rejected(
                $"site {site.Id} names the ticket provider '{ticket.Provider}'; there is {string.Join(", ", providers.Known)}"), null), ticket.MayBeOut, cancellationToken);
        }

        var job = new TicketJob(ticket.Reference, ticket.Subject, ticket.Body, site.TicketSettings, ticket.CreatedAt);
        return message.Key == reference
            ? await CreateAsync(db, ticket, provider, job, cancellationToken)
            : await NoteAsync(ticket, provider, job, new TicketNote(message.Key[(reference.Length + 1)..], message.Payload), cancellationToken);
    }

    private async Task<DeliveryOutcome> CreateAsync(FleetDb db, Ticket ticket, ITicketProvider provider, TicketJob job, CancellationToken cancellationToken)
    {
        if (ticket is { State: TicketState.Closed or TicketState.Closing } or { ExternalId: not null })
        {
            return new DeliveryOutcome.Delivered();
        }

        var before = ticket.MayBeOut;
        try
        {
            // Before the first byte: a server that is killed in the middle still knows that somebody may have it.
            ticket.MayBeOut = true;
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new DeliveryOutcome.RetryLater("the ticket was changed in this instant");
        }

        return await StoreAsync(ticket.Id, await SendAsync(provider, job, cancellationToken), before, cancellationToken);
    }

    private async Task<DeliveryOutcome> NoteAsync(Ticket ticket, ITicketProvider provider, TicketJob job, TicketNote note, CancellationToken cancellationToken)
    {
        var isCallOff = note.Key == TicketOpener.CallOff;
        if (ticket.State == TicketState.Closed || (ticket.State == TicketState.Closing && !isCallOff))
        {
            return new DeliveryOutcome.Delivered();
        }

        TicketReceipt receipt;
        try
        {
            receipt = await provider.UpdateAsync(job, ticket.ExternalId ?? await provider.FindAsync(job, cancellationToken), note, cancellationToken);
        }
        catch (Exception error) when (IsOfTheWay(error, cancellationToken))
        {
            receipt = new TicketReceipt(new DeliveryOutcome.RetryLater($"{provider.Name}: {error.Message}"), null);
        }

        if (isCallOff)
        {
            await StoreCallOffAsync(ticket.Id, receipt.Outcome, cancellationToken);
        }

        return receipt.Outcome is DeliveryOutcome.Rejected refused ? new DeliveryOutcome.RetryLater(refused.Reason, RefusedAgain) : receipt.Outcome;
    }

    private static async Task<TicketReceipt> SendAsync(ITicketProvider provider, TicketJob job, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.FindAsync(job, cancellationToken) is { } found
                ? new TicketReceipt(new DeliveryOutcome.Delivered(), found)
                : await provider.CreateAsync(job, cancellationToken);
        }
        catch (Exception error) when (IsOfTheWay(error, cancellationToken))
        {
            // Without the find's answer a create could be the second one.
            return new TicketReceipt(new DeliveryOutcome.RetryLater($"{provider.Name}: {error.Message}"), null);
        }
    }

    private static bool IsOfTheWay(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException or UnauthorizedAccessException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <param name="wasOut">Some of it may have left by an earlier try.</param>
    private async Task<DeliveryOutcome> StoreAsync(Guid id, TicketReceipt receipt, bool wasOut, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ticket = await LockedAsync(db, id, cancellationToken);
        var now = time.GetUtcNow();
        var (error, wasRefused) = (ticket.LastError, ticket.State == TicketState.Rejected);
        ticket.Attempts++;
        ticket.LastError = ReasonOf(receipt.Outcome);
        if (receipt.Outcome is DeliveryOutcome.Delivered)
        {
            (ticket.ExternalId, ticket.SentAt, ticket.MayBeOut) = (receipt.ExternalId, now, true);
            db.Add(TicketJournal.Entry(ticket, "system", JournalKinds.TicketSent, $"is out by {ticket.Provider}: {receipt.ExternalId}", now));
        }
        else
        {
            ticket.MayBeOut = wasOut || receipt.MayBeOut;
        }

        // It may have been called off while it was on its way.
        if (ticket.State is not (TicketState.Closing or TicketState.Closed))
        {
            ticket.State = receipt.Outcome switch
            {
                DeliveryOutcome.Delivered => TicketState.Sent,
                DeliveryOutcome.Rejected => TicketState.Rejected,
                _ => ticket.State,
            };
            if (receipt.Outcome is DeliveryOutcome.Rejected && !(wasRefused && error == ticket.LastError))
            {
                db.Add(TicketJournal.Entry(ticket, "system", JournalKinds.TicketRejected, $"is refused by {ticket.Provider}: {ticket.LastError}", now));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return receipt.Outcome;
    }

    /// <summary>It stays open until its provider knows that it is over.</summary>
    private async Task StoreCallOffAsync(Guid id, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ticket = await LockedAsync(db, id, cancellationToken);
        ticket.LastError = ReasonOf(outcome);
        if (outcome is DeliveryOutcome.Delivered)
        {
            ticket.State = TicketState.Closed;
            db.Add(TicketJournal.Entry(ticket, "system", JournalKinds.TicketClosed, $"is over, and {ticket.Provider} was told", time.GetUtcNow()));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<Ticket> LockedAsync(FleetDb db, Guid id, CancellationToken cancellationToken) =>
        (await db.Tickets.FromSql($"SELECT t.*, t.xmin FROM tickets t WHERE t.id = {id} FOR UPDATE").ToListAsync(cancellationToken)).Single();

    /// <returns>Null: it was taken.</returns>
    private static string? ReasonOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered => null,
        DeliveryOutcome.RetryLater later => later.Reason,
        DeliveryOutcome.Rejected rejected => rejected.Reason,
        var unknown => throw new InvalidOperationException($"{unknown} is no outcome of a delivery."),
    };
}
