using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Ingest.Gateway;

internal sealed class GatewayBmcConfiguration : IEntityTypeConfiguration<GatewayBmc>
{
    public void Configure(EntityTypeBuilder<GatewayBmc> builder)
    {
        builder.ToTable("gateway_bmcs");
        builder.HasKey(bmc => bmc.HostId);
        builder.Property(bmc => bmc.HostId).ValueGeneratedNever();
        builder.HasOne<Fleet.Host>().WithOne().HasForeignKey<GatewayBmc>(bmc => bmc.HostId).OnDelete(DeleteBehavior.Cascade);
    }
}
