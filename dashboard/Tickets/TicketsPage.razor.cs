using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Tickets;

/// <summary>What remote hands were asked to do, word for word.</summary>
public sealed partial class TicketsPage
{
    private const string Setting = "\"ticketProvider\": \"email\", \"ticketSettings\": { \"to\": \"hands@example.net\" }";
    private string? copied;
    /// <summary>Why the last one could not be sent again; null: it could.</summary>
    private Fault? refused;

    /// <summary>The reference, or the id, of the ticket that is open at first.</summary>
    [SupplyParameterFromQuery] public string? Open { get; set; }
    [SupplyParameterFromQuery] public string? Site { get; set; }
    [SupplyParameterFromQuery] public string? Range { get; set; }

    private protected override async Task<Answer<ListTicketsResponse>> AskAsync(CancellationToken cancellationToken)
    {
        var answer = await Api.AskAsync(options => Api.Tickets.ListTicketsAsync(new ListTicketsRequest { IncludeClosed = true, PageSize = 200 }, options), cancellationToken);
        if (answer.Value is { } list && Open is { Length: > 0 } && !list.Tickets.Any(ticket => TicketSelection.IsOpened(ticket, Open)))
        {
            // A link lives as long as its ticket, which may be older than all that are listed.
            var (old, _) = await Api.AskAsync(options => Api.Tickets.GetTicketAsync(new GetTicketRequest { Id = Open }, options), cancellationToken);
            if (old?.Ticket is { } ticket)
            {
                list.Tickets.Add(ticket);
            }
        }

        return answer;
    }

    private IReadOnlyList<Ticket> Listed(ListTicketsResponse list) => TicketSelection.Listed(list.Tickets, Open, Site, TimeRange.Named(Range), Now);

    private bool MayResend(Ticket ticket) => ticket.State is TicketState.Pending or TicketState.Rejected && Rights.WhyNotDecide(Person) is null;

    private async Task ResendAsync(Ticket ticket)
    {
        (_, refused) = await Api.AskAsync(options => Api.Tickets.ResendTicketAsync(new ResendTicketRequest { Id = ticket.Id }, options), Gone);
        await AskNowAsync();
    }

    private async Task CopyAsync(Ticket ticket)
    {
        if (await Script.InvokeAsync<bool>("fleet.copy", Gone, ticket.Subject + "\n\n" + ticket.Body))
        {
            copied = ticket.Id;
        }
    }
}
