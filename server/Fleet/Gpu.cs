using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet;

/// <summary>One GPU, as its UUID names it. A swapped GPU is another row; the old one gets a removal time.</summary>
internal sealed class Gpu
{
    public required string Uuid { get; init; }
    public required Guid HostId { get; set; }
    public int Index { get; set; }
    public string Model { get; set; } = "";
    public string Serial { get; set; } = "";
    public string PartNumber { get; set; } = "";
    public string PciAddress { get; set; } = "";
    public int? Slot { get; set; }
    public int? SlowdownC { get; set; }
    public int? ShutdownC { get; set; }
    public int? MemoryMaxC { get; set; }
    public int? GpuMaxC { get; set; }
    public DateTimeOffset InstalledAt { get; set; }
    /// <summary>When a repair of it was last proven: what it did before tells nothing of what it is now. Null: never.</summary>
    public DateTimeOffset? RepairedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
}

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
