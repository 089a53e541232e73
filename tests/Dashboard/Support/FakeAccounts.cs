using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeAccounts(FakeSessions sessions, TimeProvider time) : AccountsService.AccountsServiceBase
{
    public override Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        if (FakeSessions.Known(request.Name) is not { } person || request.Password != FakeSessions.Password)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "Wrong name or password."));
        }

        var token = Guid.NewGuid().ToString("N");
        sessions.Alive[token] = person;
        return Task.FromResult(new SignInResponse { Token = token, Person = person, ExpiresAt = time.GetUtcNow().AddHours(8).ToTimestamp() });
    }

    public override Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context)
    {
        sessions.Alive.TryRemove(context.RequestHeaders.GetValue("authorization")!["Bearer ".Length..], out _);
        return Task.FromResult(new SignOutResponse());
    }

    public override Task<WhoAmIResponse> WhoAmI(WhoAmIRequest request, ServerCallContext context) =>
        Task.FromResult(new WhoAmIResponse { Person = sessions.Caller(context) });

    public override Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        if (request.Current != FakeSessions.Password)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The current password is not that one."));
        }

        sessions.Caller(context).MustChangePassword = false;
        return Task.FromResult(new ChangePasswordResponse());
    }
}
