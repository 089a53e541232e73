using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeTickets(FakeFleet fleet, TimeProvider time) : TicketsService.TicketsServiceBase
{
    public override Task<ListTicketsResponse> ListTickets(ListTicketsRequest request, ServerCallContext context) => Task.FromResult(fleet.Empty ? new ListTicketsResponse() : new ListTicketsResponse { Tickets = { Repair() } });

    /// <summary>One that is older than all that are listed.</summary>
    public override Task<GetTicketResponse> GetTicket(GetTicketRequest request, ServerCallContext context)
    {
        var old = Repair();
        (old.Id, old.Reference, old.State, old.LastError) = ("ticket-old", "SF-2026-0001", TicketState.Closed, "");
        return request.Id == old.Reference
            ? Task.FromResult(new GetTicketResponse { Ticket = old })
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no ticket {request.Id}."));
    }

    public override Task<ResendTicketResponse> ResendTicket(ResendTicketRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        fleet.Calls.Add($"ResendTicket {request.Id}");
        fleet.TicketRefusal = "";
        return new ResendTicketResponse { Ticket = Repair() };
    }));

    private Ticket Repair() => new()
    {
        Id = "ticket-06",
        Reference = "SF-7K2M9Q",
        DrainId = "drain-06",
        HostName = "gpu-yul1-06",
        SiteId = "yul1",
        Provider = "email",
        State = fleet.TicketRefusal.Length > 0 ? TicketState.Rejected : TicketState.Sent,
        LastError = fleet.TicketRefusal,
        Subject = "[SF-7K2M9Q] gpu-yul1-06, rack B08, U4: replace fan 4",
        Body = "Where: Montreal 1 (yul1), rack B08, U4, asset tag A-6. The blue identify LED is on.\nWhat: replace fan module 4 (reads 1190 RPM, critical below 1500).\n\nSteps\n1. Check that the identify LED of this host is on. If not, stop and call.\n2. The host serves no requests; it may be powered off.\n3. Replace fan module 4.\n4. Reply to this mail, or mark the work as done.\n",
        CreatedAt = time.GetUtcNow().AddMinutes(-61).ToTimestamp(),
        SentAt = time.GetUtcNow().AddMinutes(-61).ToTimestamp(),
        Attempts = 1,
        Rack = "B08",
        U = 4,
    };
}
