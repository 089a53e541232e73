using System.Linq.Expressions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>Service Tickets of fleet.proto.</summary>
internal sealed class TicketsService(IDbContextFactory<FleetDb> contexts) : Wire.Tickets.TicketsBase
{
    private const int DefaultLimit = 200;
    private const int LargestLimit = 1_000;

    public override async Task<TicketList> List(TicketFilter request, ServerCallContext context)
    {
        var limit = request.Limit == 0 ? DefaultLimit : (int)Math.Min(request.Limit, LargestLimit);
        var list = new TicketList();
        list.Tickets.AddRange(await ReadAsync(
            context.GetScope(), ticket => request.IncludeClosed || ticket.State != TicketState.Closed, limit, context.CancellationToken));
        return list;
    }

    public override async Task<Wire.Ticket> Get(TicketRequest request, ServerCallContext context)
    {
        // By the id or by what a person quotes.
        var found = Guid.TryParse(request.Id, out var id)
            ? await ReadAsync(context.GetScope(), ticket => ticket.Id == id, 1, context.CancellationToken)
            : await ReadAsync(context.GetScope(), ticket => ticket.Reference == request.Id, 1, context.CancellationToken);
        return found.SingleOrDefault() ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no ticket {request.Id}."));
    }

    private async Task<List<Wire.Ticket>> ReadAsync(
        SiteScope scope, Expression<Func<Work.RemoteHands.Ticket, bool>> which, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from ticket in db.Tickets.AsNoTracking().Where(which)
            join host in db.Hosts.AsNoTracking() on ticket.HostId equals host.Id
            where scope.SiteId == null || ticket.SiteId == scope.SiteId
            orderby ticket.CreatedAt descending
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
        State = ticket.State.ToString(),
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
}
