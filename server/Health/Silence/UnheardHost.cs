using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>A declared Host that was never heard, or was heard for the first time since it was last looked at.</summary>
internal sealed record UnheardHost
{
    public required HostIdentity Identity { get; init; }
    public required bool Heard { get; init; }
    /// <summary>Whether the Host is in service: one in repair may be off.</summary>
    public required bool Expected { get; init; }
    public required DateTimeOffset AddedAt { get; init; }
    /// <summary>When its agent got the first of the certificates that are not revoked; null: it has none.</summary>
    public DateTimeOffset? EnrolledAt { get; init; }
    /// <summary>How long the last of these holds.</summary>
    public DateTimeOffset? CertifiedUntil { get; init; }
    /// <summary>When an agent enrolled last in the Host's Site; null: none did.</summary>
    public DateTimeOffset? SiteEnrolledAt { get; init; }
}
