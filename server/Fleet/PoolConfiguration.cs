using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet;

internal sealed class PoolConfiguration : IEntityTypeConfiguration<Pool>
{
    public void Configure(EntityTypeBuilder<Pool> builder)
    {
        builder.ToTable("pools");
        builder.HasKey(pool => pool.Id);
        builder.Property(pool => pool.Id).HasMaxLength(50);
        builder.Property(pool => pool.TargetSettings).HasColumnType("jsonb");
    }
}
