using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Agent.Uplink.Connection;

/// <summary>Judges the server's certificate by our own CA alone: the machine's trust store has no say. Keeps the last refusal in
/// words, because gRPC only says that the handshake failed.</summary>
internal sealed class ServerTrust(X509Certificate2 authority, TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Null where the last certificate was accepted.</summary>
    public string? Refusal { get; private set; }

    public bool Judge(X509Certificate? certificate, SslPolicyErrors errors)
    {
        Refusal = WhyNot(certificate, errors);
        return Refusal is null;
    }

    /// <summary>Our CA and no other, for a server.</summary>
    public X509ChainPolicy Policy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        ApplicationPolicy = { new Oid(ServerAuthentication) },
        RevocationMode = X509RevocationMode.NoCheck, // our CA's certificates live for a day
        DisableCertificateDownloads = true,
    };

    private string? WhyNot(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown)
        {
            return "the server showed no certificate";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy = Policy();
        if (!chain.Build(shown))
        {
            return ChainFault(shown, chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status));
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"the server's certificate is not for the name in Server (it is for {shown.GetNameInfo(X509NameType.DnsName, false)}); add the name to the server's Listen:Names"
            : null;
    }

    private string ChainFault(X509Certificate2 shown, X509ChainStatusFlags status)
    {
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return $"a certificate is not valid by this Host's clock, which says {time.GetUtcNow():u}; the server's is valid from "
                + $"{shown.NotBefore.ToUniversalTime():u} to {shown.NotAfter.ToUniversalTime():u}: compare the clocks (timedatectl)";
        }

        return $"the server's certificate (issuer {shown.Issuer}) is not from the CA of this Host's enrollment "
            + $"({authority.Subject}, SHA-256 {authority.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}): wrong Server, or its CA was made anew; then enroll again";
    }
}
