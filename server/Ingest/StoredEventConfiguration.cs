using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Ingest;

internal sealed class StoredEventConfiguration : IEntityTypeConfiguration<StoredEvent>
{
    public void Configure(EntityTypeBuilder<StoredEvent> builder)
    {
        builder.ToTable("events");
        builder.HasKey(stored => new { stored.HostId, stored.SpoolId, stored.Sequence });
        builder.Property(stored => stored.SpoolId).HasMaxLength(EventMapper.SpoolIdLimit);
        builder.Property(stored => stored.Kind).HasMaxLength(EventMapper.KindLimit);
        builder.Property(stored => stored.Detail).HasColumnType("jsonb");
        builder.Property(stored => stored.Origin).HasMaxLength(EventMapper.OriginLimit);
        builder.HasIndex(stored => new { stored.HostId, stored.Origin }).IsUnique().HasFilter("origin IS NOT NULL");
        builder.HasIndex(stored => new { stored.HostId, stored.At });
        // What the risks are judged from, of the whole fleet again and again: read from the index alone.
        builder.HasIndex(stored => new { stored.Kind, stored.At }).IncludeProperties(stored => new { stored.GpuUuid, stored.Code }).HasFilter("gpu_uuid IS NOT NULL");
    }
}
