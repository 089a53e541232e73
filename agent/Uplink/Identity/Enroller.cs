using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using SovereignFleet.Agent.Uplink.Connection;
using SovereignFleet.Proto.Enrollment;

namespace SovereignFleet.Agent.Uplink.Identity;

/// <summary>Gets the Host its certificate: first by a token, then by the certificate before. The private key never leaves the Host.</summary>
internal sealed class Enroller(UplinkOptions options, IdentityStore store, TimeProvider time)
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(30);

    /// <summary>The identity to go on with: the stored one, or a new one where a new token was given or the old one is no longer valid.</summary>
    public async Task<AgentIdentity> GetAsync(CancellationToken cancellationToken)
    {
        var known = store.Load();
        var token = Token();
        if (token is not null && (known is null || store.IsNew(token)))
        {
            return await EnrollAsync(token, cancellationToken);
        }

        if (known is null)
        {
            throw new UplinkException("This Host is not enrolled. Make a token on the dashboard's page Enrollment and set EnrollmentToken or EnrollmentTokenFile", true, null);
        }

        return known.NotAfter > time.GetUtcNow()
            ? known
            : throw new UplinkException(
                $"This Host's certificate ended on {known.NotAfter:u}, and this Host's clock says {time.GetUtcNow():u}. "
                + "Check the clock; if it is right, make a new token on the dashboard's page Enrollment and set EnrollmentToken", true, null);
    }

    public async Task<AgentIdentity> RenewAsync(AgentIdentity current, CancellationToken cancellationToken)
    {
        using var channel = new LinkChannel(options.Server, current.Authority, current.Certificate, time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new RenewRequest { SigningRequest = SigningRequest(key) };
        var client = new EnrollmentService.EnrollmentServiceClient(channel.Invoker);
        var answer = await client.RenewAsync(request, deadline: Deadline(), cancellationToken: cancellationToken);
        return Keep(key, answer.Certificate, current.Authority.RawData);
    }

    private async Task<AgentIdentity> EnrollAsync(EnrollmentToken token, CancellationToken cancellationToken)
    {
        var introduction = await IntroductionAsync(token, cancellationToken);
        using var authority = X509CertificateLoader.LoadCertificate(introduction.Authority);
        using var channel = new LinkChannel(options.Server, authority, null, time);
        using var key = store.PendingKey();
        var request = new EnrollRequest { Token = token.Secret, SigningRequest = SigningRequest(key), HostName = options.HostName };
        try
        {
            var client = new EnrollmentService.EnrollmentServiceClient(channel.Invoker);
            var answer = await client.EnrollAsync(request, deadline: Deadline(), cancellationToken: cancellationToken);
            var identity = Keep(key, answer.Certificate, introduction.Authority);
            store.Remember(token);
            return identity;
        }
        catch (RpcException refused) when (!cancellationToken.IsCancellationRequested)
        {
            throw EnrollmentFault.Of(refused, channel.Trust.Refusal, introduction.ServerClock, options.HostName);
        }
    }

    private async Task<Introduction> IntroductionAsync(EnrollmentToken token, CancellationToken cancellationToken)
    {
        Introduction introduction;
        try
        {
            introduction = await Introduction.AskAsync(options.Server, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new UplinkException($"{options.Server} does not answer: {fault.GetBaseException().Message}", false, fault);
        }

        return token.Vouches(introduction.Authority)
            ? introduction
            : throw new UplinkException(
                $"The CA of {options.Server} is not the one that the token names. Nothing was sent to it. The token is from another "
                + "control plane, or somebody stands between: compare the CA's fingerprint on the dashboard's page Enrollment before you make a new token", true, null);
    }

    private AgentIdentity Keep(ECDsa key, ByteString certified, byte[] authority)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(certified.Span);
        using var publicKey = certificate.GetECDsaPublicKey();
        if (publicKey is null || !publicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
        {
            throw new UplinkException("The server's answer certifies another key than ours", true, null);
        }

        return store.Save(key, certificate.RawData, authority);
    }

    private EnrollmentToken? Token() => options.EnrollmentToken is not { } text
        ? null
        : EnrollmentToken.Parse(text) ?? throw new UplinkException("EnrollmentToken is no token: it looks like sf1.SECRET.FINGERPRINT; paste it whole", true, null);

    private ByteString SigningRequest(ECDsa key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(options.HostName);
        return ByteString.CopyFrom(new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequest());
    }

    private DateTime Deadline() => (time.GetUtcNow() + TimeOut).UtcDateTime;
}
