using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using Empty = SovereignFleet.Proto.Fleet.Empty;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeAccounts(FakeSessions sessions, TimeProvider time) : Accounts.AccountsBase
{
    public override Task<Session> SignIn(SignInRequest request, ServerCallContext context)
    {
        if (FakeSessions.Known(request.Name) is not { } person || request.Password != FakeSessions.Password)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "Wrong name or password."));
        }

        var token = Guid.NewGuid().ToString("N");
        sessions.Alive[token] = person;
        return Task.FromResult(new Session { Token = token, Person = person, ExpiresAt = time.GetUtcNow().AddHours(8).ToTimestamp() });
    }

    public override Task<Empty> SignOut(SignOutRequest request, ServerCallContext context)
    {
        sessions.Alive.TryRemove(context.RequestHeaders.GetValue("authorization")!["Bearer ".Length..], out _);
        return Task.FromResult(new Empty());
    }

    public override Task<Person> WhoAmI(Empty request, ServerCallContext context) => Task.FromResult(sessions.Caller(context));

    public override Task<Empty> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        if (request.Current != FakeSessions.Password)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The current password is not that one."));
        }

        sessions.Caller(context).MustChangePassword = false;
        return Task.FromResult(new Empty());
    }
}
