using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Journal;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).UseIdentityAlwaysColumn();
        builder.HasIndex(message => new { message.Topic, message.Key }).IsUnique();
        builder.HasIndex(message => new { message.Topic, message.NotBefore })
            .HasFilter("delivered_at IS NULL AND rejected_at IS NULL")
            .HasDatabaseName("ix_outbox_owed");
    }
}
