using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity.Agents;

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

internal sealed class IssuedCertificateConfiguration : IEntityTypeConfiguration<IssuedCertificate>
{
    public void Configure(EntityTypeBuilder<IssuedCertificate> builder)
    {
        builder.ToTable("issued_certificates");
        builder.HasKey(certificate => certificate.Serial);
        builder.Property(certificate => certificate.Serial).HasMaxLength(64);
        builder.HasIndex(certificate => new { certificate.HostId, certificate.NotAfter });
        builder.HasIndex(certificate => certificate.RevokedAt).HasFilter("revoked_at IS NOT NULL");
    }
}
