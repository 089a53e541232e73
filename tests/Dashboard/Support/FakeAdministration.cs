using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>Takes a Host out; of gpu-yul1-01 something stands against it.</summary>
internal sealed class FakeAdministration(FakeFleet fleet) : AdministrationService.AdministrationServiceBase
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
}
