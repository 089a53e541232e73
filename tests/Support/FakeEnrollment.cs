using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Enrollment;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Tests.Support;

/// <summary>Certifies whoever asks, by one token one key, as the server does; the certificate's age is the test's to say.</summary>
internal sealed class FakeEnrollment(X509Certificate2 authority) : SovereignFleet.Proto.Enrollment.EnrollmentService.EnrollmentServiceBase
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> spent = [];

    /// <summary>What the next call is refused with, or null.</summary>
    public StatusCode? Refusal { get; set; }

    /// <summary>How long ago the first certificate was made: 13 hours ago it is already past half its life.</summary>
    public TimeSpan Age { get; set; }

    /// <summary>The next renewal is issued and its answer lost on the way.</summary>
    public bool LosesNextRenewal { get; set; }

    public List<string> Tokens { get; } = [];

    public int Renewals { get; private set; }

    /// <summary>Serial numbers, in the order of making.</summary>
    public List<string> Issued { get; } = [];

    public override Task<EnrollResponse> Enroll(EnrollRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            Tokens.Add(request.Token);
            var certificate = Certify(request.SigningRequest, Age);
            using var certified = X509CertificateLoader.LoadCertificate(certificate.Certificate.Span);
            var key = certified.GetPublicKeyString();
            return spent.TryAdd(request.Token, key) || spent[request.Token] == key
                ? Task.FromResult(certificate)
                : throw new RpcException(new Status(StatusCode.AlreadyExists, "spent by another key"));
        }
    }

    public override Task<RenewResponse> Renew(RenewRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            Renewals++;
            var certified = Certify(request.SigningRequest, TimeSpan.Zero);
            if (LosesNextRenewal)
            {
                LosesNextRenewal = false;
                throw new RpcException(new Status(StatusCode.Unavailable, "the connection broke"));
            }

            return Task.FromResult(new RenewResponse { Certificate = certified.Certificate, Authority = certified.Authority, NotAfter = certified.NotAfter });
        }
    }

    private EnrollResponse Certify(ByteString signingRequest, TimeSpan age)
    {
        if (Refusal is { } refusal)
        {
            throw new RpcException(new Status(refusal, "refused by the test"));
        }

        var request = CertificateRequest.LoadSigningRequest(signingRequest.ToByteArray(), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default);
        using var certificate = CertificateForge.Agent(authority, request.PublicKey, Guid.NewGuid(), TimeProvider.System.GetUtcNow() - age);
        Issued.Add(certificate.SerialNumber);
        return new EnrollResponse
        {
            Certificate = ByteString.CopyFrom(certificate.RawData),
            Authority = ByteString.CopyFrom(authority.RawData),
            NotAfter = Timestamp.FromDateTime(certificate.NotAfter.ToUniversalTime()),
        };
    }
}
