using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>Keeps the tickets of works under way true: what is found since is told in them, and one that its provider refused is tried again by
/// itself, by the provider and the settings that its Site has by then.</summary>
internal sealed partial class TicketKeeper(
    IDbContextFactory<FleetDb> contexts, TicketOpener tickets, DatabaseReady ready, TimeProvider time, ILogger<TicketKeeper> logger)
    : OneReplicaWorker<FleetDb>(contexts, ready, time)
{
    /// <summary>How long a refusal stands before the ticket is tried again.</summary>
    public static readonly TimeSpan RefusalStands = TimeSpan.FromMinutes(2);

    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    protected override long LockNumber => AdvisoryLocks.Tickets;

    public Task RunAsync(CancellationToken cancellationToken) => RoundAsync(cancellationToken);

    protected override Task<bool> HasWorkAsync(FleetDb db, CancellationToken cancellationToken) => db.Tickets.AnyAsync(
        ticket => ticket.State == TicketState.Pending || ticket.State == TicketState.Sent || ticket.State == TicketState.Rejected, cancellationToken);

    protected override async Task WorkAsync(FleetDb db, CancellationToken cancellationToken)
    {
        foreach (var (ticket, drain) in await WithNewConditionsAsync(db, cancellationToken))
        {
            await tickets.TellNewsAsync(ticket, drain, db, cancellationToken);
            ticket.LookedAt = Time.GetUtcNow();
        }

        await TryRefusedAsync(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    protected override void Tell(Exception error) => Log.TicketsNotKept(logger, error.Message);

    /// <summary>The tickets at work of which a Condition began, or changed what would mend it, since they were last looked at.</summary>
    private static async Task<List<(Ticket Ticket, Drain Drain)>> WithNewConditionsAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var rows = await (
            from ticket in db.Tickets
            join drain in db.Drains on ticket.DrainId equals drain.Id
            where (ticket.State == TicketState.Pending || ticket.State == TicketState.Sent || ticket.State == TicketState.Rejected)
                && drain.State == DrainState.Working && !drain.CancelRequested
                && (ticket.Told == null || db.Conditions.Any(condition => condition.HostId == ticket.HostId && condition.State == ConditionState.Firing
                    && (ticket.LookedAt == null || condition.LastFoundAt > ticket.LookedAt)))
            select new { ticket, drain }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.ticket, row.drain));
    }

    private async Task TryRefusedAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var old = now - RefusalStands;
        var refused = await (
            from ticket in db.Tickets
            join site in db.Sites on ticket.SiteId equals site.Id
            where ticket.State == TicketState.Rejected && site.TicketProvider != null
                && db.Drains.Any(drain => drain.Id == ticket.DrainId && !DrainMachine.Final.Contains(drain.State))
                && db.OutboxMessages.Any(message => message.Topic == TicketOutbox.TopicName && message.Key == ticket.Reference && message.RejectedAt < old)
            select new { ticket, site.TicketProvider }).ToListAsync(cancellationToken);
        foreach (var row in refused)
        {
            // It stays refused, and says why, until somebody took it.
            row.ticket.Provider = row.TicketProvider!;
            await TicketOutbox.OweAgainAsync(db, row.ticket, now, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "The tickets of works under way were not looked at and are again in a few seconds: {Reason}")]
        public static partial void TicketsNotKept(ILogger logger, string reason);
    }
}
