using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity;

internal sealed class StoredAuthorityConfiguration : IEntityTypeConfiguration<StoredAuthority>
{
    public void Configure(EntityTypeBuilder<StoredAuthority> builder)
    {
        builder.ToTable("authorities");
        builder.HasKey(authority => authority.Id);
        builder.Property(authority => authority.Id).ValueGeneratedNever();
    }
}
