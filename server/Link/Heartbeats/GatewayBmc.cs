using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Link.Heartbeats;

/// <summary>A Host's BMC as its gateway last told of it; kept also of a Host whose own agent was never heard.</summary>
internal sealed class GatewayBmc
{
    public required Guid HostId { get; init; }
    /// <summary>The Host whose agent asked.</summary>
    public Guid GatewayId { get; set; }
    /// <summary>The last reading (SovereignFleet.Proto.Link.BmcReading, protobuf bytes); null: it never could be read.</summary>
    public byte[]? Reading { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
    /// <summary>The server's time at which the gateway last told of it, read or not.</summary>
    public DateTimeOffset AskedAt { get; set; }
    /// <summary>Why it cannot be read now; empty: it can.</summary>
    public string Failure { get; set; } = "";
    public DateTimeOffset? FailingSince { get; set; }
}

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
