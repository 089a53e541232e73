using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity.People;

/// <summary>One sign-in. The token itself is with the person only.</summary>
internal sealed class PersonSession
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }
    public required Guid PersonId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>By the person; an open page that only looks is no use.</summary>
    public DateTimeOffset LastUsedAt { get; set; }
    /// <summary>Where the person signed in from; null: it is not known.</summary>
    public string? Address { get; init; }
    /// <summary>The absolute end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class PersonSessionConfiguration : IEntityTypeConfiguration<PersonSession>
{
    public void Configure(EntityTypeBuilder<PersonSession> builder)
    {
        builder.ToTable("sessions");
        builder.HasKey(session => session.TokenHash);
        builder.Property(session => session.Address).HasMaxLength(64);
        builder.HasIndex(session => session.PersonId);
        builder.HasOne<Person>().WithMany().HasForeignKey(session => session.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
