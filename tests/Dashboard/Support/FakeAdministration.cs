using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>Takes a Host out, and keeps enrollment tokens; of gpu-yul1-01 something stands against it.</summary>
internal sealed class FakeAdministration(FakeFleet fleet, FakePeople people) : AdministrationService.AdministrationServiceBase
{
    public override Task<RetireHostResponse> RetireHost(RetireHostRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        if (request.HostName == "gpu-yul1-01")
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "host: host gpu-yul1-01 cannot be retired: its drain is Working."));
        }

        fleet.Calls.Add($"Retire {request.HostName}: {request.Reason}");
        return new RetireHostResponse();
    }));

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
