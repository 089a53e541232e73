using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Tickets;

/// <summary>How a ticket is shown: one that could not be sent needs a person.</summary>
internal readonly record struct TicketLook(Tone Tone, GlyphShape Shape, string Word)
{
    public static TicketLook Of(Ticket ticket) => ticket.LastError.Length > 0
        ? new(Tone.Act, GlyphShape.Diamond, WordOf(ticket.State))
        : new(Tone.Ok, GlyphShape.None, WordOf(ticket.State));

    private static string WordOf(TicketState state) => state switch
    {
        TicketState.Pending => "Pending",
        TicketState.Sent => "Sent",
        TicketState.Closed => "Closed",
        TicketState.Rejected => "Rejected",
        TicketState.Closing => "Being called off",
        _ => "Unknown",
    };
}
