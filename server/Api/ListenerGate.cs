using Grpc.AspNetCore.Server;

namespace SovereignFleet.Server.Api;

/// <summary>Lets a request reach only what belongs to the door it came in by. The door is known from the connection, not from the Host
/// header, which the caller writes.</summary>
internal sealed class ListenerGate(RequestDelegate next)
{
    /// <summary>Put on the connection by the listener that accepted it.</summary>
    public sealed record Door(Listener Listener);

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is not null && context.Features.Get<Door>()?.Listener == ListenerOf(endpoint.Metadata))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // What says nothing of itself is the server's own: health, metrics.
    public static Listener ListenerOf(EndpointMetadataCollection metadata)
    {
        if (metadata.GetMetadata<Door>() is { } door)
        {
            return door.Listener;
        }

        if (metadata.GetMetadata<GrpcMethodMetadata>() is not { } grpc)
        {
            return Listener.Management;
        }

        return Permissions.IsForPeople(grpc.Method.FullName) ? Listener.Api : Listener.Agents;
    }
}
