using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People;

/// <summary>What a program calls with. The token itself is with the program only.</summary>
internal sealed class ApiToken
{
    public required Guid Id { get; init; }
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }
    /// <summary>Never given twice: it stands in the Journal.</summary>
    public required string Name { get; init; }
    public required Role Role { get; init; }
    /// <summary>The one Site that it may know of; null: all.</summary>
    public string? SiteId { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    /// <summary>To the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }
}

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public const int LongestName = 64;

    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.HasKey(token => token.Id);
        builder.HasIndex(token => token.TokenHash).IsUnique();
        builder.Property(token => token.Name).HasMaxLength(LongestName);
        builder.HasIndex(token => token.Name).IsUnique();
    }
}
