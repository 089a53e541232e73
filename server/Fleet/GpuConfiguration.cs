using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet;

internal sealed class GpuConfiguration : IEntityTypeConfiguration<Gpu>
{
    public void Configure(EntityTypeBuilder<Gpu> builder)
    {
        builder.ToTable("gpus");
        builder.HasKey(gpu => gpu.Uuid);
        builder.Property(gpu => gpu.Uuid).HasMaxLength(80);
        builder.HasIndex(gpu => gpu.HostId);
        builder.HasOne<Host>().WithMany().HasForeignKey(gpu => gpu.HostId).OnDelete(DeleteBehavior.Restrict);
    }
}
