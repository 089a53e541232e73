using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Journal;

/// <summary>The end of the hash chain. One row; who extends the chain holds its lock.</summary>
internal sealed class JournalHead
{
    /// <summary>Always 1.</summary>
    public int Id { get; init; }
    /// <summary>How many entries are sealed.</summary>
    public long Position { get; set; }
    /// <summary>The hash of the entry at that position; 32 zero bytes before the first.</summary>
    public required byte[] Hash { get; set; }
}

internal sealed class JournalHeadConfiguration : IEntityTypeConfiguration<JournalHead>
{
    public void Configure(EntityTypeBuilder<JournalHead> builder)
    {
        builder.ToTable("journal_head");
        builder.HasKey(head => head.Id);
        builder.Property(head => head.Id).ValueGeneratedNever();
    }
}
