using Grpc.Core;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>GET /commands/ID/files/NAME: a file that a command made, with the signed-in person's own right to it.</summary>
internal static class CommandFileEndpoint
{
    public static string Address(string commandId, string name) => $"/commands/{commandId}/files/{Uri.EscapeDataString(name)}";

    public static void MapCommandFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/commands/{id}/files/{name}", SendAsync).RequireAuthorization();

    private static async Task SendAsync(string id, string name, HttpContext context, SignedIn person, FleetApi api)
    {
        person.Load(context.User);
        using var call = api.Commands.ReadFile(new ReadFileRequest { CommandId = id, Name = name }, cancellationToken: context.RequestAborted);
        try
        {
            // The first part tells whether there will be any: a refusal is no empty file.
            var isThere = await call.ResponseStream.MoveNext(context.RequestAborted);
            context.Response.ContentType = "application/octet-stream";
            context.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}";
            while (isThere)
            {
                await context.Response.Body.WriteAsync(call.ResponseStream.Current.Data.Memory, context.RequestAborted);
                isThere = await call.ResponseStream.MoveNext(context.RequestAborted);
            }
        }
        catch (RpcException fault) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = fault.StatusCode switch
            {
                StatusCode.NotFound => StatusCodes.Status404NotFound,
                StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
                StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
                StatusCode.FailedPrecondition or StatusCode.InvalidArgument => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status502BadGateway,
            };
            await context.Response.WriteAsync(fault.Status.Detail, context.RequestAborted);
        }
    }
}
