using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Identity.People.Limits;

namespace SovereignFleet.Server.Api;

/// <summary>Every call of people passes here, gRPC and REST alike: can it be, who is it, may they, and whatever goes wrong becomes an answer that a
/// person can use. Agents' calls only get the last; their rights are their certificate's.</summary>
internal sealed class CallGate(
    Sessions sessions, ApiTokens tokens, AccessDenials denials, DatabaseReady ready, CallFaults faults, TimeProvider time)
    : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            ThrowIfUnfit(request);
            await AdmitAsync(context, context.IsUse());
            return await continuation(request, context);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw faults.Translate(error, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            ThrowIfUnfit(request);
            await AdmitAsync(context, isUse: false);
            await continuation(request, new GuardedStream<TResponse>(responseStream, () => AdmitAsync(context, isUse: false), time), context);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw faults.Translate(error, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await AdmitAsync(context, isUse: false);
            return await continuation(requestStream, context);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw faults.Translate(error, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await AdmitAsync(context, isUse: false);
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw faults.Translate(error, context);
        }
    }

    private static void ThrowIfUnfit(object request)
    {
        if (MessageFaults.Of((IMessage)request) is { } fault)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, fault));
        }
    }

    /// <param name="isUse">Somebody sits behind it. Of a stream nobody knows: a tab that was left open holds one for days.</param>
    private async Task AdmitAsync(ServerCallContext context, bool isUse)
    {
        if (!ready.IsReady)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server waits for its database; try again in a few seconds."));
        }

        if (!Permissions.IsForPeople(context.Method) || Permissions.Anonymous.Contains(context.Method))
        {
            return;
        }

        var token = context.GetSessionToken();
        var caller = token is null ? null
            : token.StartsWith(ApiTokens.Prefix, StringComparison.Ordinal)
            ? await tokens.FindAsync(token, context.CancellationToken)
            : await sessions.FindAsync(token, isUse, context.CancellationToken);
        if (caller is null)
        {
            await denials.NoteStrangerAsync(context.GetPlace(), context.Method, "not signed in.", context.CancellationToken);
            throw new RpcException(new Status(StatusCode.Unauthenticated, "Sign in first, or again: there is no session, or it ended."));
        }

        if (Refusal(caller, context.Method) is { } why)
        {
            await denials.NoteAsync(caller.Actor, context.Method, why, context.CancellationToken);
            throw new RpcException(new Status(StatusCode.PermissionDenied, why));
        }

        context.SetCaller(caller);
    }

    // Each role may what the one before it may.
    private static string Word(Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Technician => "technician",
        Role.OnCall => "on-call",
        Role.Operator => "operator",
        Role.Admin => "admin",
        _ => "none",
    };

    /// <returns>Why the caller may not; null: may.</returns>
    internal static string? Refusal(Caller caller, string method)
    {
        if (!Permissions.Allowed.TryGetValue(method, out var roles) || !roles.Contains(caller.Role))
        {
            return roles is { Count: > 0 } ? $"This needs the role {Word(roles.Min())}; yours is {Word(caller.Role)}." : "No person's role allows this.";
        }

        if (caller.IsProgram && Permissions.OfPersons.Contains(method))
        {
            return "A program's token has neither password nor session: this is for people.";
        }

        if (Permissions.OfTheWholeFleet.Contains(method) && !SiteScope.Of(caller).IsAll)
        {
            return $"This concerns the whole fleet; you are of {(caller.SiteId is { Length: > 0 } site ? site : "no site")}.";
        }

        return caller.MustChangePassword && !Permissions.BeforePasswordChange.Contains(method)
            ? "Change your password first: somebody else chose the present one."
            : null;
    }
}
