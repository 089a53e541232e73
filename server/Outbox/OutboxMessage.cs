using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Outbox;

/// <summary>An effect on the world outside that was decided in the same transaction and is now owed: delivered at least once.</summary>
internal sealed class OutboxMessage
{
    public long Id { get; init; }
    /// <summary>Which <see cref="IOutboxHandler"/> delivers it: "alert:alertmanager", "ticket".</summary>
    public required string Topic { get; init; }
    /// <summary>Whose receiver it is, where a topic has several: the messages of one lane go out one after the other, and no lane waits for
    /// another. Empty: the topic has one receiver.</summary>
    public string Lane { get; init; } = "";
    /// <summary>Names the cause; together with the topic unique, so that one cause has one message.</summary>
    public required string Key { get; init; }
    public required string Payload { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset NotBefore { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    /// <summary>Given up: the receiver will never take it. A person sees it.</summary>
    public DateTimeOffset? RejectedAt { get; set; }
    public string? LastError { get; set; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).UseIdentityAlwaysColumn();
        builder.Property(message => message.Lane).HasDefaultValue("");
        builder.HasIndex(message => new { message.Topic, message.Key }).IsUnique();
        builder.HasIndex(message => new { message.Topic, message.NotBefore })
            .HasFilter("delivered_at IS NULL AND rejected_at IS NULL")
            .HasDatabaseName("ix_outbox_owed");
    }
}
