using Grpc.Core;
using SovereignFleet.Agent.Uplink.Connection;
using SovereignFleet.Agent.Uplink.Identity;

namespace SovereignFleet.Agent.Uplink;

/// <summary>Says why a connection ended and what to do about it.</summary>
internal static class UplinkFault
{
    public static UplinkException Of(RpcException broken, string? refusal, Uri server)
    {
        if (refusal is not null)
        {
            return new UplinkException($"{server} is not trusted: {refusal}", true, broken);
        }

        return broken.StatusCode switch
        {
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => new(
                $"{server} does not accept this Host's certificate ({broken.Status.Detail}). If it was revoked by mistake, make a new token and set EnrollmentToken", true, broken),
            StatusCode.Unimplemented => new($"{server} is no agent listener of a control plane; check Server (default port 7443)", true, broken),
            _ => new($"{server}: {broken.Status.Detail}", false, broken),
        };
    }
}
