using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet;

internal sealed class HostPulseConfiguration : IEntityTypeConfiguration<HostPulse>
{
    public void Configure(EntityTypeBuilder<HostPulse> builder)
    {
        builder.ToTable("host_pulses");
        builder.HasKey(pulse => pulse.HostId);
        builder.Property(pulse => pulse.HostId).ValueGeneratedNever();
        builder.HasOne<Host>().WithOne().HasForeignKey<HostPulse>(pulse => pulse.HostId).OnDelete(DeleteBehavior.Cascade);
    }
}
