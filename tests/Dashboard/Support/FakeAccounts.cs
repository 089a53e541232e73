using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeAccounts(FakeSessions sessions, FakePeople people, TimeProvider time) : AccountsService.AccountsServiceBase
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

    public override Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSessionsResponse { Sessions = { people.Sessions } });

    public override Task<EndSessionResponse> EndSession(EndSessionRequest request, ServerCallContext context)
    {
        people.Sessions.RemoveAll(session => session.Id == request.Id);
        return Task.FromResult(new EndSessionResponse());
    }

    public override Task<ListPeopleResponse> ListPeople(ListPeopleRequest request, ServerCallContext context) =>
        Task.FromResult(new ListPeopleResponse { People = { people.People } });

    public override Task<CreatePersonResponse> CreatePerson(CreatePersonRequest request, ServerCallContext context)
    {
        var person = new Person { Name = request.Name, Role = request.Role, SiteId = request.SiteId, MustChangePassword = true };
        people.People.Add(person);
        return Task.FromResult(new CreatePersonResponse { Person = person, OneTimePassword = FakePeople.OneTimePassword });
    }

    public override Task<SetPersonRoleResponse> SetPersonRole(SetPersonRoleRequest request, ServerCallContext context)
    {
        var person = people.Named(request.Name);
        (person.Role, person.SiteId) = (request.Role, request.SiteId);
        return Task.FromResult(new SetPersonRoleResponse { Person = person });
    }

    public override Task<SetPersonDisabledResponse> SetPersonDisabled(SetPersonDisabledRequest request, ServerCallContext context)
    {
        if (request.Name == FakePeople.LastAdministrator)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "This is the last administrator."));
        }

        var person = people.Named(request.Name);
        person.Disabled = request.Disabled;
        return Task.FromResult(new SetPersonDisabledResponse { Person = person });
    }

    public override Task<ResetPasswordResponse> ResetPassword(ResetPasswordRequest request, ServerCallContext context)
    {
        people.Named(request.Name).MustChangePassword = true;
        return Task.FromResult(new ResetPasswordResponse { OneTimePassword = FakePeople.OneTimePassword });
    }
}
