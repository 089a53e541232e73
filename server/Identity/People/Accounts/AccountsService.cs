using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People.Limits;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People.Accounts;

/// <summary>Signing in and out, and who may.</summary>
internal sealed class AccountsService(SignIns signIns, PersonDirectory people, Sessions sessions, AddressLimits limits) : Wire.AccountsService.AccountsServiceBase
{
    private const string List = "people";
    private const string SessionList = "sessions";
    private const int UsualSize = 200;
    private const int LargestSize = 1_000;

    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        limits.Take("sign-in", context);
        return await signIns.SignInAsync(request.Name, request.Password, context.GetPlace(), context.CancellationToken) switch
        {
            SignInOutcome.SignedIn done => new SignInResponse { Token = done.Token, Person = Map(done.Person), ExpiresAt = done.ExpiresAt.ToTimestamp() },
            SignInOutcome.Busy => throw TooMany(),
            // The same words for all: an answer of its own for a locked name would tell that there is such a name.
            _ => throw new RpcException(new Status(StatusCode.Unauthenticated, "Wrong name or password. After five failures a name is locked for five minutes.")),
        };
    }

    public override async Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context)
    {
        await sessions.EndAsync(context.GetSessionToken()!, context.CancellationToken);
        return new SignOutResponse();
    }

    public override async Task<WhoAmIResponse> WhoAmI(WhoAmIRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        return new WhoAmIResponse
        {
            Person = caller.IsProgram
                ? new Wire.Person { Name = caller.Name, Role = caller.Role, SiteId = caller.SiteId ?? "" }
                : Map(await people.FindAsync(caller.Name) ?? throw Unknown(caller.Name)),
        };
    }

    public override async Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        var fault = await signIns.ChangePasswordAsync(
            context.GetCaller().Name, request.Current, request.Replacement, context.GetSessionToken()!, context.GetPlace(), context.CancellationToken);
        return fault is null ? new ChangePasswordResponse() : throw Invalid(fault);
    }

    public override async Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        var size = Page<Session>.Size(request.PageSize, UsualSize, LargestSize);
        var after = PageToken.Read<string>(SessionList, request.PageToken)?.Id;
        var mine = Sessions.Hash(context.GetSessionToken()!);
        var all = await sessions.ListAsync(context.GetCaller().Name, context.CancellationToken);
        var read = all.Select(session => Map(session, mine));
        var rest = after is null ? read : read.SkipWhile(session => session.Id != after).Skip(1);
        var page = Page<Session>.Cut([.. rest.Take(size + 1)], size, session => PageToken.Of(SessionList, default, session.Id));
        return new ListSessionsResponse { Sessions = { page.Rows }, NextPageToken = page.NextToken };
    }

    public override async Task<EndSessionResponse> EndSession(EndSessionRequest request, ServerCallContext context) =>
        TryHash(request.Id) is { } hash && await sessions.EndAsync(context.GetCaller().Name, hash, context.CancellationToken)
            ? new EndSessionResponse()
            : throw new RpcException(new Status(StatusCode.NotFound, "You have no such session; it may have ended already."));

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
        var made = request.Password.Length == 0 ? PersonDirectory.OneTimePassword() : null;
        var (person, fault) = await people.CreateAsync(
            request.Name, request.Role, Site(request.SiteId), made ?? request.Password, mustChangePassword: true, context.GetCaller().Actor);
        return person is null ? throw Invalid(fault!) : new CreatePersonResponse { Person = Map(person), OneTimePassword = made ?? "" };
    }

    public override async Task<SetPersonDisabledResponse> SetPersonDisabled(SetPersonDisabledRequest request, ServerCallContext context)
    {
        if (request.Disabled)
        {
            ThrowIfOneself(request.Name, context, "Nobody can disable themselves: another administrator must do it.");
        }

        var change = await people.SetDisabledAsync(request.Name, request.Disabled, context.GetCaller().Actor, context.CancellationToken);
        return new SetPersonDisabledResponse { Person = Answer(change, request.Name) };
    }

    public override async Task<SetPersonRoleResponse> SetPersonRole(SetPersonRoleRequest request, ServerCallContext context)
    {
        ThrowIfOneself(request.Name, context, "Nobody can change their own role: another administrator must do it.");
        var change = await people.SetRoleAsync(request.Name, request.Role, Site(request.SiteId), context.GetCaller().Actor, context.CancellationToken);
        return new SetPersonRoleResponse { Person = Answer(change, request.Name) };
    }

    public override async Task<ResetPasswordResponse> ResetPassword(ResetPasswordRequest request, ServerCallContext context)
    {
        ThrowIfOneself(request.Name, context, "Change your own password in place of resetting it.");
        var (password, change) = await people.ResetPasswordAsync(request.Name, context.GetCaller().Actor, context.CancellationToken);
        _ = Answer(change ?? throw TooMany(), request.Name);
        return new ResetPasswordResponse { OneTimePassword = password };
    }

    private static void ThrowIfOneself(string name, ServerCallContext context, string why)
    {
        if (string.Equals(name, context.GetCaller().Name, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(why);
        }
    }

    private static Wire.Person Answer(PersonChange change, string name) => change switch
    {
        PersonChange.Done done => Map(done.Person),
        PersonChange.Missing => throw Unknown(name),
        PersonChange.Unfit unfit => throw Invalid(unfit.Why),
        PersonChange.Refused refused => throw new RpcException(new Status(StatusCode.FailedPrecondition, refused.Why)),
        _ => throw new InvalidOperationException($"No answer to {change}."),
    };

    private static string? Site(string siteId) => siteId.Length == 0 ? null : siteId;

    private static byte[]? TryHash(string id)
    {
        var hash = new byte[32];
        return id.Length == 64 && Convert.FromHexString(id, hash, out _, out _) == System.Buffers.OperationStatus.Done ? hash : null;
    }

    private static Session Map(PersonSession session, byte[] mine) => new()
    {
        Id = Convert.ToHexStringLower(session.TokenHash),
        Address = session.Address ?? "",
        CreatedAt = session.CreatedAt.ToTimestamp(),
        LastUsedAt = session.LastUsedAt.ToTimestamp(),
        ExpiresAt = session.ExpiresAt.ToTimestamp(),
        Current = session.TokenHash.AsSpan().SequenceEqual(mine),
    };

    private static Wire.Person Map(Person person) => new()
    {
        Name = person.UserName,
        Role = person.Role,
        SiteId = person.SiteId ?? "",
        Disabled = person.Disabled,
        MustChangePassword = person.MustChangePassword,
    };

    private static RpcException TooMany() => new(new Status(StatusCode.ResourceExhausted, "Too many people sign in at once; try again in a moment."));

    private static RpcException Unknown(string name) => new(new Status(StatusCode.NotFound, $"There is no person \"{name}\"."));

    private static RpcException Invalid(string why) => new(new Status(StatusCode.InvalidArgument, why));
}
