using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting.Pages;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Signing in and out, and who may.</summary>
internal sealed class AccountsService(PersonDirectory people, Sessions sessions, AddressLimits limits) : Wire.AccountsService.AccountsServiceBase
{
    private const string List = "people";
    private const int UsualSize = 200;
    private const int LargestSize = 1_000;

    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        limits.Take("sign-in", context);
        return await people.SignInAsync(request.Name, request.Password, context.CancellationToken) switch
        {
            SignInOutcome.SignedIn done => new SignInResponse { Token = done.Token, Person = Map(done.Person), ExpiresAt = done.ExpiresAt.ToTimestamp() },
            SignInOutcome.Busy => throw new RpcException(new Status(StatusCode.ResourceExhausted, "Too many people sign in at once; try again in a moment.")),
            // The same words for all: an answer of its own for a locked name would tell that there is such a name.
            _ => throw new RpcException(new Status(StatusCode.Unauthenticated, "Wrong name or password. After five failures a name is locked for five minutes.")),
        };
    }

    public override async Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context)
    {
        await sessions.EndAsync(context.GetSessionToken()!, context.CancellationToken);
        return new SignOutResponse();
    }

    public override async Task<WhoAmIResponse> WhoAmI(WhoAmIRequest request, ServerCallContext context) =>
        new() { Person = Map(await people.FindAsync(context.GetCaller().Name) ?? throw Unknown(context.GetCaller().Name)) };

    public override async Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        var fault = await people.ChangePasswordAsync(
            context.GetCaller().Name, request.Current, request.Replacement, context.GetSessionToken()!, context.CancellationToken);
        return fault is null ? new ChangePasswordResponse() : throw Invalid(fault);
    }

    public override async Task<ListPeopleResponse> ListPeople(ListPeopleRequest request, ServerCallContext context)
    {
        var size = Page<Person>.Size(request.PageSize, UsualSize, LargestSize);
        var last = PageToken.Read<string>(List, request.PageToken);
        var read = await people.ListAsync(last?.Id, size + 1, context.CancellationToken);
        var page = Page<Person>.Cut(read, size, person => PageToken.Of(List, default, person.UserName));
        return new ListPeopleResponse { People = { page.Rows.Select(Map) }, NextPageToken = page.NextToken };
    }

    public override async Task<CreatePersonResponse> CreatePerson(CreatePersonRequest request, ServerCallContext context)
    {
        if (!System.Enum.IsDefined(request.Role) || request.Role == Role.Unspecified)
        {
            throw Invalid("role must be one of VIEWER, TECHNICIAN, ON_CALL, OPERATOR, ADMIN.");
        }

        var (person, fault) = await people.CreateAsync(
            request.Name, request.Role, request.SiteId.Length == 0 ? null : request.SiteId, request.Password, mustChangePassword: true, context.GetCaller().Actor);
        return person is null ? throw Invalid(fault!) : new CreatePersonResponse { Person = Map(person) };
    }

    public override async Task<SetPersonDisabledResponse> SetPersonDisabled(SetPersonDisabledRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        if (request.Disabled && string.Equals(request.Name, caller.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid("Nobody can disable themselves: another administrator must do it.");
        }

        var person = await people.SetDisabledAsync(request.Name, request.Disabled, caller.Actor, context.CancellationToken) ?? throw Unknown(request.Name);
        return new SetPersonDisabledResponse { Person = Map(person) };
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
