namespace SovereignFleet.Server.Identity;

/// <summary>One sign-in. The token itself is with the person only.</summary>
internal sealed class PersonSession
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }
    public required Guid PersonId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset LastUsedAt { get; set; }
    /// <summary>The absolute end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
