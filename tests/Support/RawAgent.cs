using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using SovereignFleet.Proto.Enrollment;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Support;

/// <summary>Speaks the agents' protocol without being one: says what no agent of ours would say.</summary>
internal sealed class RawAgent : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly IRunningServer server;
    private X509Certificate2? identity;

    public RawAgent(IRunningServer server) => this.server = server;

    public string SpoolId { get; } = Guid.NewGuid().ToString();

    /// <param name="token">As printed: "sf1.SECRET.FINGERPRINT".</param>
    public async Task EnrollAsync(string token, string hostName, CancellationToken cancellationToken)
    {
        using var channel = Channel();
        var answer = await new EnrollmentService.EnrollmentServiceClient(channel).EnrollAsync(
            new EnrollRequest
            {
                Token = token.Split('.')[1],
                HostName = hostName,
                SigningRequest = ByteString.CopyFrom(Request(hostName).CreateSigningRequest()),
            },
            cancellationToken: cancellationToken);
        using var certificate = X509CertificateLoader.LoadCertificate(answer.Certificate.Span);
        Use(certificate.CopyWithPrivateKey(key));
    }

    /// <summary>Takes over the new certificate; its serial number.</summary>
    public async Task<string> RenewAsync(CancellationToken cancellationToken)
    {
        using var channel = Channel();
        var answer = await new EnrollmentService.EnrollmentServiceClient(channel).RenewAsync(
            new RenewRequest { SigningRequest = ByteString.CopyFrom(Request("renewed").CreateSigningRequest()) },
            cancellationToken: cancellationToken);
        using var certificate = X509CertificateLoader.LoadCertificate(answer.Certificate.Span);
        Use(certificate.CopyWithPrivateKey(key));
        return certificate.SerialNumber;
    }

    /// <summary>A machine with a copy of the disk: the same key, the same certificate.</summary>
    public RawAgent CopyAt(IRunningServer where)
    {
        var copy = new RawAgent(where);
        copy.key.ImportParameters(key.ExportParameters(includePrivateParameters: true));
        using var certificate = X509CertificateLoader.LoadCertificate(identity!.RawData);
        copy.Use(certificate.CopyWithPrivateKey(copy.key));
        return copy;
    }

    /// <summary>A certificate that says the right thing and was signed by another authority.</summary>
    /// <param name="issuerAt">Where the certificate says that its issuer's is found; null: it does not say.</param>
    public void IdentifyBy(X509Certificate2 authority, Guid hostId, string? issuerAt = null)
    {
        var request = Request(hostId.ToString());
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri($"sovereignfleet://host/{hostId}"));
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        if (issuerAt is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [issuerAt]));
        }

        using var signed = request.Create(authority, now.AddMinutes(-30), now.AddMinutes(30), [1, 2, 3, 4]);
        Use(signed.CopyWithPrivateKey(key));
    }

    /// <summary>A certificate that says the right thing and was signed by nobody whom the server knows.</summary>
    public void ForgeIdentity(Guid hostId)
    {
        var request = Request(hostId.ToString());
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri($"sovereignfleet://host/{hostId}"));
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        Use(request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1)));
    }

    public GrpcChannel Channel()
    {
        var handler = TrustedAuthority.Handler(server);
        if (identity is not null)
        {
            // Offline: what is looked for on the way is the server's doing.
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(identity, additionalCertificates: null, offline: true);
        }

        return GrpcChannel.ForAddress(server.AgentsUrl, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    public ConnectRequest Hello(DateTimeOffset now) => new()
    {
        SpoolId = SpoolId,
        Hello = new Hello { AgentVersion = "test", BootId = SpoolId, Now = Timestamp.FromDateTimeOffset(now) },
    };

    public static async Task<AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse>> ConnectAsync(
        GrpcChannel channel, ConnectRequest hello, CancellationToken cancellationToken)
    {
        var call = new AgentLinkService.AgentLinkServiceClient(channel).Connect(cancellationToken: cancellationToken);
        try
        {
            await call.RequestStream.WriteAsync(hello, cancellationToken);
        }
        catch (IOException)
        {
            // The server hung up in the handshake: reading says so, as a status.
        }

        return call;
    }

    /// <summary>Sends what will not be taken; gives the server's last word. Where the connection breaks first, the write fails
    /// too, and the reason is what reading says.</summary>
    public static async Task<RpcException> RefusalAsync(
        AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call, ConnectRequest message, CancellationToken cancellationToken)
    {
        try
        {
            await call.RequestStream.WriteAsync(message, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or RpcException)
        {
        }

        return await Assert.ThrowsExactlyAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(cancellationToken))
            {
            }
        });
    }

    public void Dispose()
    {
        identity?.Dispose();
        key.Dispose();
    }

    private CertificateRequest Request(string name)
    {
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        // Client authentication.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        return request;
    }

    // TLS on Linux takes a key that was exported with its certificate.
    private void Use(X509Certificate2 certificate)
    {
        using var _ = certificate;
        identity = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
