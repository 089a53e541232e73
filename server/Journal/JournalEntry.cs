using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Journal;

/// <summary>One line of the append-only record. Written in the transaction of what it tells; sealed into the hash chain
/// within a second by <c>JournalSealer</c>, in the order of <see cref="ChainPosition"/>.</summary>
internal sealed class JournalEntry
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>"rule:ecc-uncorrected", "policy", "person:ada", "agent:gpu-yul1-03", "system".</summary>
    public required string Actor { get; init; }
    /// <summary>A word of <see cref="JournalKinds"/>.</summary>
    public required string Kind { get; init; }
    public string? SiteId { get; init; }
    public Guid? HostId { get; init; }
    public string? GpuUuid { get; init; }
    public Guid? DrainId { get; init; }
    /// <summary>One sentence for a person.</summary>
    public required string Summary { get; init; }
    /// <summary>The evidence, JSON.</summary>
    public string Data { get; init; } = "{}";
    public long? ChainPosition { get; set; }
    /// <summary>SHA-256(hash of the position before ‖ canonical form of this row).</summary>
    public byte[]? Hash { get; set; }
}

internal sealed class JournalEntryConfiguration : IEntityTypeConfiguration<JournalEntry>
{
    public void Configure(EntityTypeBuilder<JournalEntry> builder)
    {
        builder.ToTable("journal");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).UseIdentityAlwaysColumn();
        builder.HasIndex(entry => entry.ChainPosition).IsUnique();
        // The log is read in the order of time. A BRIN index has no order: a page of long ago would be sought backwards from today.
        builder.HasIndex(entry => new { entry.At, entry.Id });
        builder.HasIndex(entry => new { entry.HostId, entry.At, entry.Id });
        builder.HasIndex(entry => entry.DrainId).HasFilter("drain_id IS NOT NULL");
        builder.HasIndex(entry => new { entry.Kind, entry.Id });
        // What the sealer looks for each second: the few rows that are not sealed yet.
        builder.HasIndex(entry => entry.Id, "ix_journal_unsealed").HasFilter("chain_position IS NULL");
    }
}
