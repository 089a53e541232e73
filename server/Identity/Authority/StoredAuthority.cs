using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>The CA as all replicas share it. The key is useless without the passphrase, which is never in the database.</summary>
internal sealed class StoredAuthority
{
    /// <summary>Always 1: there is one CA.</summary>
    public required int Id { get; init; }
    /// <summary>X.509, DER.</summary>
    public required byte[] Certificate { get; init; }
    /// <summary>PKCS #8, encrypted.</summary>
    public required byte[] EncryptedKey { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class StoredAuthorityConfiguration : IEntityTypeConfiguration<StoredAuthority>
{
    public void Configure(EntityTypeBuilder<StoredAuthority> builder)
    {
        builder.ToTable("authorities");
        builder.HasKey(authority => authority.Id);
        builder.Property(authority => authority.Id).ValueGeneratedNever();
    }
}
