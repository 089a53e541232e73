using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SovereignFleet.Dashboard.ControlPlane;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Tickets;

/// <summary>What remote hands were asked to do, word for word.</summary>
public sealed partial class TicketsPage
{
    private string? copied;

    /// <summary>The reference of the ticket that is open at first.</summary>
    [SupplyParameterFromQuery] public string? Open { get; set; }

    private protected override Task<Answer<TicketList>> AskAsync(CancellationToken cancellation) =>
        Api.AskAsync(options => Api.Tickets.ListAsync(new TicketFilter { IncludeClosed = true, Limit = 200 }, options), cancellation);

    private static Tone Tone(Ticket ticket) => ticket.LastError.Length > 0 ? Look.Tone.Act : Look.Tone.Ok;

    private static GlyphShape Shape(Ticket ticket) => ticket.LastError.Length > 0 ? GlyphShape.Diamond : GlyphShape.None;

    private string? Zone(Ticket ticket) => Feed.Snapshot?.Sites.FirstOrDefault(site => site.Id == ticket.SiteId)?.TimeZone;

    private async Task CopyAsync(Ticket ticket)
    {
        if (await Script.InvokeAsync<bool>("fleet.copy", Gone, ticket.Subject + "\n\n" + ticket.Body)) copied = ticket.Id;
    }
}
