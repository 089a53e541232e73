using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>An agent's certificate that this CA signed: so that it can be revoked, and is superseded by the one that follows it.</summary>
internal sealed class IssuedCertificate
{
    /// <summary>Upper-case hexadecimal, as X509Certificate2.SerialNumber.</summary>
    public required string Serial { get; init; }
    public required Guid HostId { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset NotAfter { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>When it was first shown to connect or renew; null: whether its Host has it is not known.</summary>
    public DateTimeOffset? UsedAt { get; set; }
    /// <summary>When another one took its place; null: it holds.</summary>
    public DateTimeOffset? SupersededAt { get; set; }
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
        builder.HasIndex(certificate => certificate.SupersededAt).HasFilter("superseded_at IS NOT NULL");
    }
}
