using Grpc.Core;
using SovereignFleet.Agent.Uplink.Connection;

namespace SovereignFleet.Agent.Uplink.Identity;

/// <summary>Says why an enrollment failed and what to do about it.</summary>
internal static class EnrollmentFault
{
    public static UplinkException Of(RpcException refused, string? refusal, DateTimeOffset? serverClock, string hostName)
    {
        if (refusal is not null)
        {
            var clock = serverClock is { } at ? $"; the server's clock says {at:u}" : "";
            return new UplinkException($"Enrollment stopped: {refusal}{clock}", true, refused);
        }

        return refused.StatusCode switch
        {
            StatusCode.AlreadyExists => new($"The enrollment token is spent: a token is good for one Host, once. Make a new one for {hostName}", true, refused),
            StatusCode.Unauthenticated => new(
                $"The server does not know the enrollment token for a Host named {hostName}, or it has expired. Set HostName to the name in the inventory, or make a new token for {hostName} and set EnrollmentToken", true, refused),
            StatusCode.InvalidArgument or StatusCode.PermissionDenied or StatusCode.NotFound =>
                new($"The server refuses to enroll {hostName}: {refused.Status.Detail}", true, refused),
            _ => new($"Enrollment failed and is tried again: {refused.Status.Detail}", false, refused),
        };
    }
}
