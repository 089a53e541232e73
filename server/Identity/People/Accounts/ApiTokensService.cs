using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting.Pages;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People.Accounts;

/// <summary>What programs call with.</summary>
internal sealed class ApiTokensService(ApiTokens tokens, PersonDirectory people) : Wire.ApiTokensService.ApiTokensServiceBase
{
    private const string List = "api-tokens";
    private const int UsualSize = 200;
    private const int LargestSize = 1_000;
    private const uint UsualDays = 90;
    private const uint MostDays = 366;

    public override async Task<ListApiTokensResponse> ListApiTokens(ListApiTokensRequest request, ServerCallContext context)
    {
        var size = Page<ApiToken>.Size(request.PageSize, UsualSize, LargestSize);
        var read = await tokens.ListAsync(PageToken.Read<Guid>(List, request.PageToken), size + 1, context.CancellationToken);
        var page = Page<ApiToken>.Cut(read, size, token => PageToken.Of(List, token.CreatedAt, token.Id));
        return new ListApiTokensResponse { Tokens = { page.Rows.Select(Map) }, NextPageToken = page.NextToken };
    }

    public override async Task<CreateApiTokenResponse> CreateApiToken(CreateApiTokenRequest request, ServerCallContext context)
    {
        var siteId = request.SiteId.Length == 0 ? null : request.SiteId;
        if ((WhyUnfit(request) ?? await people.WhyUnfitAsync(request.Role, siteId, context.CancellationToken)) is { } why)
        {
            throw Invalid(why);
        }

        var validFor = TimeSpan.FromDays(request.ValidDays == 0 ? UsualDays : request.ValidDays);
        var made = await tokens.CreateAsync(request.Name, request.Role, siteId, validFor, context.GetCaller().Actor, context.CancellationToken)
            ?? throw Invalid($"There is, or was, a token \"{request.Name}\": the Journal tells them apart by their names, choose another.");
        return new CreateApiTokenResponse { Token = made.Token, ApiToken = Map(made.Kept) };
    }

    public override async Task<WithdrawApiTokenResponse> WithdrawApiToken(WithdrawApiTokenRequest request, ServerCallContext context) =>
        Guid.TryParse(request.Id, out var id) && await tokens.WithdrawAsync(id, context.GetCaller().Actor, context.CancellationToken)
            ? new WithdrawApiTokenResponse()
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no token {request.Id}."));

    private static string? WhyUnfit(CreateApiTokenRequest request) => request switch
    {
        { Name.Length: 0 or > ApiTokenConfiguration.LongestName } => $"A token has a name of 1 to {ApiTokenConfiguration.LongestName} characters.",
        _ when !request.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_') => "A token's name has letters, digits, dots, hyphens and underscores.",
        { Role: Role.Admin } => "A program is no administrator: who may do what is decided by people. Choose OPERATOR or less.",
        { ValidDays: > MostDays } => $"valid_days is {request.ValidDays}; a token is good for {MostDays} days at most.",
        _ => null,
    };

    private static Wire.ApiToken Map(ApiToken token) => new()
    {
        Id = token.Id.ToString(),
        Name = token.Name,
        Role = token.Role,
        SiteId = token.SiteId ?? "",
        CreatedBy = token.CreatedBy,
        CreatedAt = token.CreatedAt.ToTimestamp(),
        ExpiresAt = token.ExpiresAt.ToTimestamp(),
        LastUsedAt = token.LastUsedAt?.ToTimestamp(),
        WithdrawnAt = token.WithdrawnAt?.ToTimestamp(),
    };

    private static RpcException Invalid(string why) => new(new Status(StatusCode.InvalidArgument, why));
}
