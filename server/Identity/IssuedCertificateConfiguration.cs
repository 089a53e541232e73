using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity;

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
