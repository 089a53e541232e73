using SovereignFleet.Server.Journal;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>What became of a ticket, as the Journal has it.</summary>
internal static class TicketJournal
{
    public static JournalEntry Entry(Ticket ticket, string actor, string kind, string summary, DateTimeOffset now) => new()
    {
        At = now,
        Actor = actor,
        Kind = kind,
        SiteId = ticket.SiteId,
        HostId = ticket.HostId,
        DrainId = ticket.DrainId,
        Summary = $"{ticket.Reference} {summary}",
    };
}
