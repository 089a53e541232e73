using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Link.Events;

/// <summary>An Event as it is kept. (HostId, SpoolId, Sequence) is unique: a resent Event is no second one.</summary>
internal sealed class StoredEvent
{
    public required Guid HostId { get; init; }
    public required string SpoolId { get; init; }
    public required long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>The agent's clock when it read this; null: it did not say.</summary>
    public DateTimeOffset? ReadAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    /// <summary>The Host's clock minus ours when it came: for whoever judges it, and not kept.</summary>
    internal TimeSpan Skew { get; init; }
    /// <summary>When it happened, by our clock.</summary>
    internal DateTimeOffset HappenedAt => At - Skew;
    /// <summary>The server says it of what the agent did, whatever an agent may name itself; for whoever judges it, and not kept.</summary>
    internal bool IsOfServer { get; init; }
    /// <summary>It stands for as many as its count says, which have no rows of their own; for whoever judges it, and not kept.</summary>
    internal bool IsFolded { get; init; }
    /// <summary>The boot of the Host in which it was read, empty: unknown; for whoever judges it, and not kept.</summary>
    internal string BootId { get; init; } = "";
    /// <summary>A word of SovereignFleet.Proto.Link.EventKinds.</summary>
    public required string Kind { get; init; }
    /// <summary>Resolved from the PCI address where the agent could not name the GPU; null: the Host's own.</summary>
    public string? GpuUuid { get; init; }
    public int Code { get; init; }
    public int Count { get; init; }
    public required string Source { get; init; }
    public required string Text { get; init; }
    /// <summary>Where it stands in the log that it was read from; unique on its Host. Null: it has no such place.</summary>
    public string? Origin { get; init; }
    /// <summary>JSON object of strings.</summary>
    public string Detail { get; init; } = "{}";
}

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
        builder.HasIndex(stored => new { stored.Kind, stored.At }).IncludeProperties(stored => new { stored.HostId, stored.GpuUuid, stored.Code }).HasFilter("gpu_uuid IS NOT NULL");
    }
}
