using Grpc.Core;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Identity.People;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Checks;

/// <summary>Whether what is declared works, asked by a person.</summary>
internal sealed class ChecksService(InventoryCheck inventory, TestMessages messages) : Wire.ChecksService.ChecksServiceBase
{
    public override async Task<Wire.CheckInventoryResponse> CheckInventory(Wire.CheckInventoryRequest request, ServerCallContext context)
    {
        try
        {
            var (outcome, checks) = await inventory.RunAsync(request.Json, context.GetCaller().Actor, context.CancellationToken);
            return new Wire.CheckInventoryResponse { Changes = { outcome.Changes }, Warnings = { outcome.Warnings }, Results = { checks.Select(Map) } };
        }
        catch (InventoryException error)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, error.Message));
        }
    }

    public override async Task<Wire.SendTestTicketResponse> SendTestTicket(Wire.SendTestTicketRequest request, ServerCallContext context) =>
        context.GetScope().Includes(request.SiteId) && await messages.SendTicketAsync(request.SiteId, context.GetCaller().Actor, context.CancellationToken) is { } check
            ? new Wire.SendTestTicketResponse { Result = Map(check) }
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no site \"{request.SiteId}\"."));

    public override async Task<Wire.SendTestAlertResponse> SendTestAlert(Wire.SendTestAlertRequest request, ServerCallContext context) =>
        new() { Results = { (await messages.SendAlertAsync(context.GetCaller().Actor, context.CancellationToken)).Select(Map) } };

    private static Wire.CheckResult Map(Check check) => new() { Subject = check.Subject, Passed = check.Passed, Sentence = check.Sentence };
}
