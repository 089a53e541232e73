using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet.Liveness;

/// <summary>The last thing heard of a Host, written about once a second by the replica that holds its stream and read by
/// all. Drains and the N+k guard decide on it; the dashboard shows it.</summary>
internal sealed class HostHeartbeat
{
    public required Guid HostId { get; init; }
    /// <summary>The server's time at which the last live Frame was received.</summary>
    public DateTimeOffset HeardAt { get; set; }
    /// <summary>The last live Frame (SovereignFleet.Proto.Link.Frame, protobuf bytes).</summary>
    public byte[]? Frame { get; set; }
    /// <summary>The last Frame part that had a BMC reading, with its time.</summary>
    public byte[]? Bmc { get; set; }
    public DateTimeOffset? BmcAt { get; set; }
    /// <summary>Summed over the Host's inference servers; null: unknown, which is never zero.</summary>
    public double? InFlight { get; set; }
    public double? Queued { get; set; }
    /// <summary>How many readings in a row said: nothing in flight and nothing queued, on every inference server. A reading that
    /// failed sets it to 0.</summary>
    public int QuietReadings { get; set; }
    /// <summary>When the first of those readings was received.</summary>
    public DateTimeOffset? QuietSince { get; set; }
    /// <summary>Since when its inference servers could not all be read; null: they can, or none is known.</summary>
    public DateTimeOffset? UnreadSince { get; set; }
    /// <summary>Agent clock minus server clock at Hello.</summary>
    public TimeSpan ClockSkew { get; set; }
}

internal sealed class HostHeartbeatConfiguration : IEntityTypeConfiguration<HostHeartbeat>
{
    public void Configure(EntityTypeBuilder<HostHeartbeat> builder)
    {
        builder.ToTable("host_heartbeats");
        builder.HasKey(heartbeat => heartbeat.HostId);
        builder.Property(heartbeat => heartbeat.HostId).ValueGeneratedNever();
        builder.HasOne<Host>().WithOne().HasForeignKey<HostHeartbeat>(heartbeat => heartbeat.HostId).OnDelete(DeleteBehavior.Cascade);
    }
}
