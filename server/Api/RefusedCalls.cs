using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace SovereignFleet.Server.Api;

/// <summary>Sees how each request ends, before anything of it is read until after its answer is made. What the frameworks would log of each malformed one,
/// with all its stack, goes to <see cref="RefusalNews"/> instead.</summary>
internal sealed class RefusedCalls(RequestDelegate next, RefusalNews news)
{
    private const string GrpcStatus = "grpc-status";
    private const string GrpcMessage = "grpc-message";

    // What whoever only knocks can bring about; the others are answers to people and agents, and counted alone.
    private static readonly HashSet<StatusCode> OfStrangers =
        [StatusCode.Unknown, StatusCode.Unauthenticated, StatusCode.ResourceExhausted, StatusCode.Internal, StatusCode.Unimplemented];

    public async Task InvokeAsync(HttpContext context)
    {
        var door = context.Features.Get<ListenerGate.Door>()?.Listener ?? Listener.Management;
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
            news.Count(door, "Aborted");
            return;
        }
        catch (BadHttpRequestException error)
        {
            news.Tell(door, "BadRequest", AddressOf(context));
            Answer(context, error.StatusCode);
            return;
        }
        catch (Exception error)
        {
            news.Tell(door, "Failed", AddressOf(context), error);
            Answer(context, StatusCodes.Status500InternalServerError);
            return;
        }

        Note(context, door);
    }

    private void Note(HttpContext context, Listener door)
    {
        if (StatusOf(context) is { } status)
        {
            // Whatever goes wrong in a call of ours has another status by CallGate: this one was never read.
            if (status == StatusCode.Unknown && !context.Response.HasStarted)
            {
                context.Response.Headers[GrpcStatus] = ((int)StatusCode.InvalidArgument).ToString(CultureInfo.InvariantCulture);
                context.Response.Headers[GrpcMessage] = "The request cannot be read: it is no message of this method.";
            }

            var what = status == StatusCode.Unknown ? "Unreadable" : status.ToString();
            Note(context, door, what, status is not (StatusCode.OK or StatusCode.Cancelled), OfStrangers.Contains(status));
        }
        else
        {
            // Whoever watches from this machine reads "not ready" in the answer.
            var code = context.Response.StatusCode;
            Note(context, door, "Http" + code.ToString(CultureInfo.InvariantCulture), code >= StatusCodes.Status400BadRequest, isOfStrangers: door != Listener.Management);
        }
    }

    private void Note(HttpContext context, Listener door, string what, bool isRefused, bool isOfStrangers)
    {
        if (isRefused && isOfStrangers)
        {
            news.Tell(door, what, AddressOf(context));
        }
        else if (isRefused)
        {
            news.Count(door, what);
        }
    }

    private static void Answer(HttpContext context, int code)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = code;
        }
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    /// <returns>Null: it was no call of gRPC.</returns>
    private static StatusCode? StatusOf(HttpContext context)
    {
        var headers = context.Response.Headers.TryGetValue(GrpcStatus, out var early) ? early
            : context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers && trailers.TryGetValue(GrpcStatus, out var late) ? late
            : default;
        return int.TryParse(headers, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? (StatusCode)status : null;
    }
}
