using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

internal sealed class FakeProfiles(FakeFleet fleet, FakeSessions sessions) : ProfilesService.ProfilesServiceBase
{
    public override Task<ConfirmProfileResponse> ConfirmProfile(ConfirmProfileRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        (fleet.Profile.Origin, fleet.Profile.By, fleet.Profile.Reason) = (ProfileOrigin.Confirmed, sessions.Caller(context).Name, request.Reason);
        fleet.Calls.Add($"Confirm {request.HostName}");
        return new ConfirmProfileResponse { Profile = fleet.Profile };
    }));

    public override Task<ChangeProfileResponse> ChangeProfile(ChangeProfileRequest request, ServerCallContext context) => Task.FromResult(fleet.Locked(() =>
    {
        (fleet.Profile.Origin, fleet.Profile.By, fleet.Profile.Reason, fleet.Profile.Expected) =
            (ProfileOrigin.Confirmed, sessions.Caller(context).Name, request.Reason, request.Expected);
        fleet.Calls.Add($"Change {request.HostName} nics={request.Expected.Nics}: {request.Reason}");
        return new ChangeProfileResponse { Profile = fleet.Profile };
    }));
}
