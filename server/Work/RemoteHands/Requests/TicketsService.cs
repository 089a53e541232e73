using System.Linq.Expressions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Work.RemoteHands.Requests;

/// <summary>Service Tickets of the API.</summary>
internal sealed class TicketsService(IDbContextFactory<FleetDb> contexts, TicketRequests requests) : Wire.TicketsService.TicketsServiceBase
{
    private const string List = "tickets";
    private const int UsualSize = 200;
    private const int LargestSize = 1_000;

    public override async Task<ListTicketsResponse> ListTickets(ListTicketsRequest request, ServerCallContext context)
    {
        var size = Page<Wire.Ticket>.Size(request.PageSize, UsualSize, LargestSize);
        var last = PageToken.Read<Guid>(List, request.PageToken);
        var read = await ReadAsync(
            context.GetScope(),
            ticket => (request.IncludeClosed || ticket.State != TicketState.Closed)
                && (last == null || EF.Functions.LessThan(ValueTuple.Create(ticket.CreatedAt, ticket.Id), ValueTuple.Create(last.Value.At, last.Value.Id))),
            size + 1, context.CancellationToken);
        var page = Page<Wire.Ticket>.Cut(read, size, ticket => PageToken.Of(List, ticket.CreatedAt.ToDateTimeOffset(), ticket.Id));
        return new ListTicketsResponse { Tickets = { page.Rows }, NextPageToken = page.NextToken };
    }

    public override async Task<GetTicketResponse> GetTicket(GetTicketRequest request, ServerCallContext context)
    {
        // By the id or by what a person quotes.
        var found = Guid.TryParse(request.Id, out var id)
            ? await ReadAsync(context.GetScope(), row => row.Id == id, 1, context.CancellationToken)
            : await ReadAsync(context.GetScope(), row => row.Reference == request.Id, 1, context.CancellationToken);
        return found.SingleOrDefault() is { } ticket
            ? new GetTicketResponse { Ticket = ticket }
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no ticket {request.Id}."));
    }

    public override async Task<ResendTicketResponse> ResendTicket(ResendTicketRequest request, ServerCallContext context)
    {
        if (!Guid.TryParse(request.Id, out var id))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"{request.Id} is no id of a ticket."));
        }

        var refusal = await requests.ResendAsync(id, context.GetCaller().Actor, context.GetScope(), context.CancellationToken);
        return refusal is null
            ? new ResendTicketResponse { Ticket = (await ReadAsync(context.GetScope(), row => row.Id == id, 1, context.CancellationToken)).Single() }
            : throw new RpcException(new Status(refusal.Length == 0 ? StatusCode.NotFound : StatusCode.FailedPrecondition, refusal.Length == 0 ? $"There is no ticket {request.Id}." : refusal));
    }

    private async Task<List<Wire.Ticket>> ReadAsync(
        SiteScope scope, Expression<Func<Work.RemoteHands.Ticket, bool>> which, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from ticket in db.Tickets.AsNoTracking().Where(which)
            join host in db.HostsEver.AsNoTracking() on ticket.HostId equals host.Id
            where scope.SiteId == null || ticket.SiteId == scope.SiteId
            orderby ticket.CreatedAt descending, ticket.Id descending
            select new { ticket, host }).Take(limit).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => Map(row.ticket, row.host));
    }

    private static Wire.Ticket Map(Work.RemoteHands.Ticket ticket, Fleet.Host host) => new()
    {
        Id = ticket.Id.ToString(),
        Reference = ticket.Reference,
        DrainId = ticket.DrainId.ToString(),
        HostName = host.Name,
        SiteId = ticket.SiteId,
        Provider = ticket.Provider,
        State = ToWire(ticket.State),
        ExternalId = ticket.ExternalId ?? "",
        Subject = ticket.Subject,
        Body = ticket.Body,
        CreatedAt = Timestamp.FromDateTimeOffset(ticket.CreatedAt),
        SentAt = ticket.SentAt is { } sent ? Timestamp.FromDateTimeOffset(sent) : null,
        LastError = ticket.LastError ?? "",
        Attempts = (uint)ticket.Attempts,
        Rack = host.Rack,
        U = (uint)host.U,
    };

    private static Wire.TicketState ToWire(TicketState state) => state switch
    {
        TicketState.Pending => Wire.TicketState.Pending,
        TicketState.Sent => Wire.TicketState.Sent,
        TicketState.Closed => Wire.TicketState.Closed,
        TicketState.Rejected => Wire.TicketState.Rejected,
        TicketState.Closing => Wire.TicketState.Closing,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of a ticket."),
    };
}
