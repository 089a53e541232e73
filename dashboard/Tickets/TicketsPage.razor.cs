using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SovereignFleet.Dashboard.ControlPlane;
using SovereignFleet.Dashboard.Layout;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Tickets;

/// <summary>What remote hands were asked to do, word for word.</summary>
public sealed partial class TicketsPage
{
    private const string Setting = "\"ticketProvider\": \"email\", \"ticketSettings\": { \"to\": \"hands@example.net\" }";
    private string? copied;

    /// <summary>The reference, or the id, of the ticket that is open at first.</summary>
    [SupplyParameterFromQuery] public string? Open { get; set; }
    [SupplyParameterFromQuery] public string? Site { get; set; }
    [SupplyParameterFromQuery] public string? Range { get; set; }

    private protected override Task<Answer<ListTicketsResponse>> AskAsync(CancellationToken cancellation) =>
        Api.AskAsync(options => Api.Tickets.ListTicketsAsync(new ListTicketsRequest { IncludeClosed = true, PageSize = 200 }, options), cancellation);

    private IReadOnlyList<Ticket> Listed(ListTicketsResponse list) =>
        [.. list.Tickets.Where(ticket => IsOpened(ticket) || Scope.Includes(Site, ticket.SiteId) && (ticket.State != TicketState.Closed || TimeRange.Includes(TimeRange.Named(Range), ticket.CreatedAt, Now)))
            .OrderByDescending(ticket => ticket.CreatedAt)];

    private bool IsOpened(Ticket ticket) => Open is { Length: > 0 } && (ticket.Reference == Open || ticket.Id == Open);

    private static string Word(Ticket ticket) => ticket.State switch
    {
        TicketState.Pending => "Pending",
        TicketState.Sent => "Sent",
        TicketState.Closed => "Closed",
        TicketState.Rejected => "Rejected",
        _ => "Unknown",
    };

    private static Tone Tone(Ticket ticket) => ticket.LastError.Length > 0 ? Look.Tone.Act : Look.Tone.Ok;

    private static GlyphShape Shape(Ticket ticket) => ticket.LastError.Length > 0 ? GlyphShape.Diamond : GlyphShape.None;

    private string? Zone(Ticket ticket) => Feed.Snapshot?.Sites.FirstOrDefault(site => site.Id == ticket.SiteId)?.TimeZone;

    private async Task CopyAsync(Ticket ticket)
    {
        if (await Script.InvokeAsync<bool>("fleet.copy", Gone, ticket.Subject + "\n\n" + ticket.Body)) copied = ticket.Id;
    }
}
