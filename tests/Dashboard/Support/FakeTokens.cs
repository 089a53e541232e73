using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeTokens(FakePeople people) : ApiTokensService.ApiTokensServiceBase
{
    public override Task<ListApiTokensResponse> ListApiTokens(ListApiTokensRequest request, ServerCallContext context) =>
        Task.FromResult(new ListApiTokensResponse { Tokens = { people.Tokens } });

    public override Task<CreateApiTokenResponse> CreateApiToken(CreateApiTokenRequest request, ServerCallContext context)
    {
        var made = new ApiToken
        {
            Id = request.Name,
            Name = request.Name,
            Role = request.Role,
            SiteId = request.SiteId,
            CreatedBy = "person:rosa",
            CreatedAt = people.Now.ToTimestamp(),
            ExpiresAt = people.Now.AddDays(request.ValidDays).ToTimestamp(),
        };
        people.Tokens.Add(made);
        return Task.FromResult(new CreateApiTokenResponse { ApiToken = made, Token = FakePeople.Token });
    }

    public override Task<WithdrawApiTokenResponse> WithdrawApiToken(WithdrawApiTokenRequest request, ServerCallContext context)
    {
        people.Tokens.Single(token => token.Id == request.Id).WithdrawnAt = people.Now.ToTimestamp();
        return Task.FromResult(new WithdrawApiTokenResponse());
    }
}
