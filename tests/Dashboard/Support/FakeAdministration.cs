using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeAdministration(FakePeople people) : AdministrationService.AdministrationServiceBase
{
    public override Task<ListEnrollmentTokensResponse> ListEnrollmentTokens(ListEnrollmentTokensRequest request, ServerCallContext context) =>
        Task.FromResult(new ListEnrollmentTokensResponse { Tokens = { people.Enrollments }, AuthorityFingerprint = "0123abcd" });

    public override Task<CreateEnrollmentTokenResponse> CreateEnrollmentToken(CreateEnrollmentTokenRequest request, ServerCallContext context)
    {
        var expires = people.Now.AddMinutes(request.ValidMinutes).ToTimestamp();
        people.Enrollments.Add(new EnrollmentToken { Id = request.HostName, HostName = request.HostName, CreatedBy = "person:rosa", CreatedAt = people.Now.ToTimestamp(), ExpiresAt = expires });
        return Task.FromResult(new CreateEnrollmentTokenResponse { Token = FakePeople.EnrollmentSecret, HostName = request.HostName, ExpiresAt = expires });
    }

    public override Task<WithdrawEnrollmentTokenResponse> WithdrawEnrollmentToken(WithdrawEnrollmentTokenRequest request, ServerCallContext context)
    {
        people.Enrollments.Single(token => token.Id == request.Id).ExpiresAt = people.Now.ToTimestamp();
        return Task.FromResult(new WithdrawEnrollmentTokenResponse());
    }
}
