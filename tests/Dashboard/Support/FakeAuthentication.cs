using Grpc.Core;
using Grpc.Core.Interceptors;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Api;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>Refuses what the product's own table of permissions refuses.</summary>
internal sealed class FakeAuthentication(FakeSessions sessions) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responses, context);
    }

    private void Check(ServerCallContext context)
    {
        sessions.Heard.Enqueue((context.Method, context.RequestHeaders));
        if (Permissions.Anonymous.Contains(context.Method))
        {
            return;
        }

        var person = sessions.Caller(context);
        if (sessions.AsksForPasswordsFirst && person.MustChangePassword && !Permissions.BeforePasswordChange.Contains(context.Method))
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, "Change your password first: somebody else chose the present one."));
        }

        Role role = person.Role;
        if (!Permissions.Allowed[context.Method].Contains(role))
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, "Your role may not do this."));
        }
    }
}
