using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Enrollment;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Identity.People.Limits;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>How an agent gets its certificate.</summary>
internal sealed class EnrollmentService(
    Identity.Agents.Enrollment enrollment, AgentCertificates certificates, CertificateAuthority authority, AddressLimits limits, AccessDenials denials,
    IEnumerable<ISupersededWatch> watches)
    : Proto.Enrollment.EnrollmentService.EnrollmentServiceBase
{
    public override async Task<EnrollResponse> Enroll(EnrollRequest request, ServerCallContext context)
    {
        limits.Take("enroll", context);
        var outcome = await enrollment.EnrollAsync(request.Token, request.SigningRequest.ToByteArray(), request.HostName, context.CancellationToken);
        return Map(await NotedAsync(outcome, context));
    }

    public override async Task<RenewResponse> Renew(RenewRequest request, ServerCallContext context)
    {
        var agent = certificates.Authenticate(context.GetHttpContext())
            ?? throw new RpcException(new Status(StatusCode.PermissionDenied, "Renewal needs a certificate of this fleet that holds: enroll again."));
        var outcome = await enrollment.RenewAsync(agent, request.SigningRequest.ToByteArray(), context.CancellationToken);
        if (outcome is EnrollmentOutcome.SupersededCertificate)
        {
            foreach (var watch in watches)
            {
                await watch.OnShownAsync(agent, context.Peer, context.CancellationToken);
            }
        }

        var answer = Map(await NotedAsync(outcome, context));
        return new RenewResponse
        {
            Certificate = answer.Certificate,
            Authority = answer.Authority,
            HostId = answer.HostId,
            NotAfter = answer.NotAfter,
        };
    }

    // A token that is tried again, or was never given, may be somebody else's hand: the Journal knows from where.
    private async Task<EnrollmentOutcome> NotedAsync(EnrollmentOutcome outcome, ServerCallContext context)
    {
        var why = outcome switch
        {
            EnrollmentOutcome.UnknownToken => "a token that is not known for the host, or expired.",
            EnrollmentOutcome.SpentToken => "a token that was spent already.",
            EnrollmentOutcome.RevokedCertificate => "a revoked certificate.",
            EnrollmentOutcome.SupersededCertificate => "a certificate that another one took the place of.",
            EnrollmentOutcome.TooManyRenewals => "too many renewals of one host within an hour.",
            _ => null,
        };
        if (why is not null)
        {
            await denials.NoteStrangerAsync(context.GetPlace(), context.Method, why, context.CancellationToken);
        }

        return outcome;
    }

    private EnrollResponse Map(EnrollmentOutcome outcome) => outcome switch
    {
        EnrollmentOutcome.Issued issued => new EnrollResponse
        {
            Certificate = ByteString.CopyFrom(issued.Certificate.RawData),
            Authority = ByteString.CopyFrom(authority.Certificate.RawData),
            HostId = issued.HostId.ToString(),
            NotAfter = Timestamp.FromDateTime(issued.Certificate.NotAfter.ToUniversalTime()),
        },
        EnrollmentOutcome.UnknownToken => throw Refused(StatusCode.Unauthenticated, "The token is not known for this host name, or it expired: ask for a new one."),
        EnrollmentOutcome.SpentToken => throw Refused(StatusCode.AlreadyExists, "The token was spent already: ask for a new one."),
        EnrollmentOutcome.UnfitRequest unfit => throw Refused(StatusCode.InvalidArgument, unfit.Reason),
        EnrollmentOutcome.RevokedCertificate => throw Refused(StatusCode.PermissionDenied, "The certificate was revoked: enroll again with a new token."),
        EnrollmentOutcome.SupersededCertificate => throw Refused(StatusCode.PermissionDenied, AgentCertificates.Superseded),
        EnrollmentOutcome.TooManyRenewals => throw Refused(StatusCode.ResourceExhausted,
            $"This Host got {Identity.Agents.Enrollment.MostRenewals} certificates within an hour; the present one goes on holding. Try again later."),
        _ => throw new InvalidOperationException($"No answer to {outcome}."),
    };

    private static RpcException Refused(StatusCode code, string why) => new(new Status(code, why));
}
