using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using Empty = SovereignFleet.Proto.Fleet.Empty;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Signing in and out, and who may.</summary>
internal sealed class AccountsService(PersonDirectory people, Sessions sessions, AddressLimits limits) : Accounts.AccountsBase
{
    public override async Task<Session> SignIn(SignInRequest request, ServerCallContext context)
    {
        limits.Take("sign-in", context);
        return await people.SignInAsync(request.Name, request.Password, context.CancellationToken) switch
        {
            SignInOutcome.SignedIn done => new Session { Token = done.Token, Person = Map(done.Person), ExpiresAt = done.ExpiresAt.ToTimestamp() },
            SignInOutcome.LockedOut => throw new RpcException(new Status(StatusCode.ResourceExhausted, "Locked after repeated failures; wait five minutes.")),
            _ => throw new RpcException(new Status(StatusCode.Unauthenticated, "Wrong name or password.")),
        };
    }

    public override async Task<Empty> SignOut(SignOutRequest request, ServerCallContext context)
    {
        await sessions.EndAsync(context.GetSessionToken()!, context.CancellationToken);
        return new Empty();
    }

    public override async Task<Wire.Person> WhoAmI(Empty request, ServerCallContext context) =>
        Map(await people.FindAsync(context.GetCaller().Name) ?? throw Unknown(context.GetCaller().Name));

    public override async Task<Empty> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        var fault = await people.ChangePasswordAsync(
            context.GetCaller().Name, request.Current, request.Replacement, context.GetSessionToken()!, context.CancellationToken);
        return fault is null ? new Empty() : throw Invalid(fault);
    }

    public override async Task<PeopleList> ListPeople(Empty request, ServerCallContext context) =>
        new() { People = { (await people.ListAsync(context.CancellationToken)).Select(Map) } };

    public override async Task<Wire.Person> CreatePerson(CreatePersonRequest request, ServerCallContext context)
    {
        if (!System.Enum.IsDefined(request.Role) || request.Role == Role.Unspecified)
        {
            throw Invalid("role must be one of VIEWER, TECHNICIAN, ON_CALL, OPERATOR, ADMIN.");
        }

        var (person, fault) = await people.CreateAsync(
            request.Name, request.Role, request.SiteId.Length == 0 ? null : request.SiteId, request.Password, mustChangePassword: true, context.GetCaller().Actor);
        return person is null ? throw Invalid(fault!) : Map(person);
    }

    public override async Task<Wire.Person> SetPersonDisabled(SetPersonDisabledRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        if (request.Disabled && string.Equals(request.Name, caller.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid("Nobody can disable themselves: another administrator must do it.");
        }

        return Map(await people.SetDisabledAsync(request.Name, request.Disabled, caller.Actor, context.CancellationToken) ?? throw Unknown(request.Name));
    }

    private static Wire.Person Map(Person person) => new()
    {
        Name = person.UserName,
        Role = person.Role,
        SiteId = person.SiteId ?? "",
        Disabled = person.Disabled,
        MustChangePassword = person.MustChangePassword,
    };

    private static RpcException Unknown(string name) => new(new Status(StatusCode.NotFound, $"There is no person \"{name}\"."));

    private static RpcException Invalid(string why) => new(new Status(StatusCode.InvalidArgument, why));
}
