using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Drains;

internal sealed class DrainConfiguration : IEntityTypeConfiguration<Drain>
{
    private const string Live = "state NOT IN ('Closed', 'Cancelled', 'Failed')";

    public void Configure(EntityTypeBuilder<Drain> builder)
    {
        builder.ToTable("drains");
        builder.HasKey(drain => drain.Id);
        builder.HasIndex(drain => drain.HostId).IsUnique().HasFilter(Live).HasDatabaseName("ix_drains_live_host");
        builder.HasIndex(drain => drain.WakeAt).HasFilter(Live).HasDatabaseName("ix_drains_wake");
        builder.HasIndex(drain => new { drain.HostId, drain.ProposedAt });
    }
}
