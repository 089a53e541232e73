using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Work.RemoteHands;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Each ticket that its provider refuses, or that is not with it after a while: nobody was called to the Host. Or who was called
/// does not know that it is over, though the Host is sold by now.</summary>
internal sealed class TicketAlerts(TimeProvider time) : IAlertSource
{
    /// <summary>How long a ticket may be tried before a person hears of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>How long whoever was called may not know that it is over: the Host serves again, and they may be on their way.</summary>
    public static readonly TimeSpan CallOffPatience = TimeSpan.FromMinutes(2);

    public IReadOnlyCollection<AlertCause> Causes => [AlertCause.TicketNotDelivered];

    public IReadOnlyCollection<string> ToldBy => ["tickets", "drains"];

    public async Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var fresh = await (
            from ticket in Untaken(db).AsNoTracking()
            join host in db.HostsEver.AsNoTracking() on ticket.HostId equals host.Id
            where !db.Alerts.Any(alert => alert.DrainId == ticket.DrainId && alert.Cause == AlertCause.TicketNotDelivered && alert.EndedAt == null)
            select new { ticket, host }).ToListAsync(cancellationToken);
        return fresh.ConvertAll(row => AlertText.Of(row.ticket, row.host, time.GetUtcNow()));
    }

    public async Task<IReadOnlyList<Guid>> OverAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var untaken = Untaken(db);
        return await db.Alerts
            .Where(alert => alert.EndedAt == null && alert.Cause == AlertCause.TicketNotDelivered && !untaken.Any(ticket => ticket.DrainId == alert.DrainId))
            .Select(alert => alert.Id).ToListAsync(cancellationToken);
    }

    private IQueryable<Ticket> Untaken(FleetDb db)
    {
        var (old, calledOff) = (time.GetUtcNow() - Patience, time.GetUtcNow() - CallOffPatience);
        return
            from ticket in db.Tickets
            where (ticket.State == TicketState.Closing && ticket.EndedAt < calledOff)
                || ((ticket.State == TicketState.Rejected
                // Where a Site has no provider the page is where it is read.
                || (ticket.State == TicketState.Pending && ticket.Provider != TicketOpener.DashboardOnly && ticket.CreatedAt < old))
                // Of a Drain that is over nobody need come any more.
                && db.Drains.Any(drain => drain.Id == ticket.DrainId && !DrainMachine.Final.Contains(drain.State)))
            select ticket;
    }
}
