using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Tickets;

/// <summary>How a ticket is shown: one that could not be sent needs a person.</summary>
internal readonly record struct TicketLook(Tone Tone, GlyphShape Shape)
{
    public static TicketLook Of(Ticket ticket) => ticket.LastError.Length > 0 ? new(Tone.Act, GlyphShape.Diamond) : new(Tone.Ok, GlyphShape.None);
}
