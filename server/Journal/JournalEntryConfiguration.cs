using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Journal;

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
