using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>How an agent's request for a certificate ended.</summary>
internal abstract record EnrollmentOutcome
{
    private EnrollmentOutcome() { }

    public sealed record Issued(X509Certificate2 Certificate, Guid HostId) : EnrollmentOutcome;

    /// <summary>Unknown, expired, or another Host's: never which.</summary>
    public sealed record UnknownToken : EnrollmentOutcome;

    public sealed record SpentToken : EnrollmentOutcome;

    public sealed record UnfitRequest(string Reason) : EnrollmentOutcome;

    public sealed record RevokedCertificate : EnrollmentOutcome;

    /// <summary>Another one took its place.</summary>
    public sealed record SupersededCertificate : EnrollmentOutcome;

    public sealed record TooManyRenewals : EnrollmentOutcome;
}
