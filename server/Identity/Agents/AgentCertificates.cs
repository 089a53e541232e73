using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>Says which Host an agent's connection belongs to. Only the certificate counts, never a message.</summary>
internal sealed class AgentCertificates(CertificateAuthority authority, Revocations revocations, TimeProvider time)
{
    public const string Superseded =
        "This Host has got another certificate since: either this machine is a copy, or somebody else has what it had. Enroll again with a new token.";

    /// <summary>Kestrel asks this in the handshake: of our CA, for clients, in its time.</summary>
    public bool IsTrusted(X509Certificate2 certificate)
    {
        if (!authority.IsOpen)
        {
            return false;
        }

        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.CustomTrustStore.Add(authority.Certificate);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(CertificateForge.ClientUse));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    /// <summary>Looks at what was shown and at nothing else. A certificate may name addresses where its issuer is to be fetched; whoever shows one
    /// is a stranger still, and would make the server call wherever the stranger likes.</summary>
    public static X509ChainPolicy Policy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck, // Our own list is asked per call: it is seconds old, a CRL hours.
        DisableCertificateDownloads = true,
    };

    /// <returns>Null: no certificate, not ours, expired or revoked as far as is known here. The database has the last word: <see cref="Lineages"/>.</returns>
    public AgentPrincipal? Authenticate(HttpContext context)
    {
        var certificate = context.Connection.ClientCertificate;
        return certificate is null || !IsTrusted(certificate) ? null : Identify(certificate);
    }

    /// <summary>For streams that are open already: seconds old at most.</summary>
    public bool IsRevoked(string serial) => revocations.Contains(serial);

    /// <summary>Why a stream that is open already has no certificate any more; seconds old at most. Null: it holds.</summary>
    public string? WhyEnded(string serial) =>
        IsRevoked(serial) ? "the certificate was revoked"
        : revocations.IsSuperseded(serial) ? "another certificate of this Host was taken into use"
        : null;

    private AgentPrincipal? Identify(X509Certificate2 certificate)
    {
        var hosts = CertificateNames.Uris(certificate).Select(AgentPrincipal.HostOf).OfType<Guid>().ToList();
        return hosts.Count == 1 && !IsRevoked(certificate.SerialNumber) ? new AgentPrincipal(hosts[0], certificate.SerialNumber) : null;
    }
}
