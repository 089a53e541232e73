using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>The dashboard as a caller: by a certificate of the fleet's CA that names it. It gives one right alone, to say where the person
/// sits for whom it signs in; what a person may, the person's session says.</summary>
internal static class DashboardPrincipal
{
    public const string Uri = "sovereignfleet://role/dashboard";

    /// <param name="shown">What the handshake has found to be the CA's already.</param>
    public static bool Is(X509Certificate2? shown) => shown is not null && CertificateNames.Uris(shown).Contains(Uri);
}
