namespace SovereignFleet.Server.Identity;

/// <summary>An agent's certificate that this CA signed: so that it can be revoked.</summary>
internal sealed class IssuedCertificate
{
    /// <summary>Upper-case hexadecimal, as X509Certificate2.SerialNumber.</summary>
    public required string Serial { get; init; }
    public required Guid HostId { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset NotAfter { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
}
