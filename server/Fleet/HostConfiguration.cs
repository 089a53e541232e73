using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet;

internal sealed class HostConfiguration : IEntityTypeConfiguration<Host>
{
    public void Configure(EntityTypeBuilder<Host> builder)
    {
        builder.ToTable("hosts");
        builder.HasKey(host => host.Id);
        builder.Property(host => host.Id).ValueGeneratedNever();
        builder.Property(host => host.Name).HasMaxLength(253);
        builder.HasIndex(host => host.Name).IsUnique();
        builder.Property(host => host.AddedAt).HasDefaultValueSql("now()");
        builder.HasIndex(host => host.PoolId);
        builder.HasOne<Site>().WithMany().HasForeignKey(host => host.SiteId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(host => host.BmcGatewayId);
        builder.HasOne<Host>().WithMany().HasForeignKey(host => host.BmcGatewayId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Pool>().WithMany().HasForeignKey(host => host.PoolId).OnDelete(DeleteBehavior.Restrict);
    }
}
