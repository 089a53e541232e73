using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>The right of one Host to enroll once. The secret itself is kept nowhere.</summary>
internal sealed class EnrollmentToken
{
    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] SecretHash { get; init; }
    /// <summary>By which people name it: it opens nothing.</summary>
    public string Id => Convert.ToHexStringLower(SecretHash);
    public required Guid HostId { get; init; }
    public required string HostName { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? SpentAt { get; set; }
    /// <summary>SHA-256 of the key that spent it: an agent whose answer got lost may ask again with the same key.</summary>
    public byte[]? SpentKey { get; set; }
}

internal sealed class EnrollmentTokenConfiguration : IEntityTypeConfiguration<EnrollmentToken>
{
    public void Configure(EntityTypeBuilder<EnrollmentToken> builder)
    {
        builder.ToTable("enrollment_tokens");
        builder.HasKey(token => token.SecretHash);
        builder.Ignore(token => token.Id);
    }
}
