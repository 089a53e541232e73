using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Agent.Uplink.Identity;

/// <summary>Who this Host is to the server: its certificate with the private key, and the CA that both sides trust.</summary>
internal sealed record AgentIdentity(X509Certificate2 Certificate, X509Certificate2 Authority)
{
    public DateTimeOffset NotBefore => new(Certificate.NotBefore.ToUniversalTime());

    public DateTimeOffset NotAfter => new(Certificate.NotAfter.ToUniversalTime());

    /// <summary>About half the life, a tenth sooner or later, so that a fleet that was enrolled together does not renew together.</summary>
    public DateTimeOffset RenewAt(double random) => NotBefore + ((NotAfter - NotBefore) * (0.45 + (0.1 * random)));
}
