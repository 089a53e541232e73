using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Tickets;

/// <summary>Which tickets the page lists: those that are open whatever their age, closed ones of the chosen time, and the one that was asked for.</summary>
internal static class TicketSelection
{
    public static IReadOnlyList<Ticket> Listed(IEnumerable<Ticket> tickets, string? opened, string? siteId, TimeRange? range, DateTimeOffset now) =>
        [.. tickets.Where(ticket => IsOpened(ticket, opened) || Scope.Includes(siteId, ticket.SiteId) && (ticket.State != TicketState.Closed || TimeRange.Includes(range, ticket.CreatedAt, now)))
            .OrderByDescending(ticket => ticket.CreatedAt)];

    /// <summary>Whether this is the ticket that the address names, by reference or id.</summary>
    public static bool IsOpened(Ticket ticket, string? opened) => opened is { Length: > 0 } && (ticket.Reference == opened || ticket.Id == opened);
}
