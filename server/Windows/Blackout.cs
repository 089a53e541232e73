using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Windows;

/// <summary>A time in which no planned work begins, at one Site or in the whole fleet; what runs ends. Urgent work is not planned.</summary>
internal sealed class Blackout : IRetirable
{
    public required Guid Id { get; init; }
    /// <summary>Null: the whole fleet.</summary>
    public string? SiteId { get; init; }
    /// <summary>Unique within the Site, or among those of the whole fleet.</summary>
    public required string Name { get; init; }
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset EndsAt { get; set; }
    /// <summary>Why, one line.</summary>
    public string Note { get; set; } = "";
    /// <summary>UID of the provider's notice that it was taken from; null: none.</summary>
    public string? NoticeUid { get; set; }
    /// <summary>SEQUENCE of that notice: an older one changes nothing any more.</summary>
    public int NoticeSequence { get; set; }
    /// <summary>Who declared or changed it last.</summary>
    public string ChangedBy { get; set; } = "system";
    public DateTimeOffset ChangedAt { get; set; }
    /// <summary>How often it was changed; SEQUENCE in our own calendar.</summary>
    public int Revision { get; set; }
    /// <summary>When it was taken away; its history stays in the Journal. Null: it is there.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
    [Timestamp] public uint Version { get; set; }

    /// <summary>Notes who changed it.</summary>
    public void Changed(string by, DateTimeOffset at)
    {
        (ChangedBy, ChangedAt) = (by, at);
        Revision++;
    }

    public bool Covers(DateTimeOffset now) => StartsAt <= now && now < EndsAt;
}

internal sealed class BlackoutConfiguration : IEntityTypeConfiguration<Blackout>
{
    public void Configure(EntityTypeBuilder<Blackout> builder)
    {
        builder.ToTable("blackouts");
        builder.HasQueryFilter(blackout => blackout.RetiredAt == null);
        builder.HasKey(blackout => blackout.Id);
        builder.Property(blackout => blackout.SiteId).HasMaxLength(50);
        builder.HasIndex(blackout => new { blackout.SiteId, blackout.Name }).IsUnique().AreNullsDistinct(false).HasFilter("retired_at IS NULL");
    }
}
