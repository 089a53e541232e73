using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People;

/// <summary>The person behind a call, or the program.</summary>
/// <param name="SiteId">The one Site that the caller may know of; null: all.</param>
internal sealed record Caller(string Name, Role Role, string? SiteId)
{
    /// <summary>As it stands in the Journal.</summary>
    public string Actor => (IsProgram ? "token:" : "person:") + Name;

    /// <summary>It showed a token that was made for a program; the name is the token's.</summary>
    public bool IsProgram { get; init; }

    /// <summary>The password was set by somebody else: only changing it is allowed.</summary>
    public bool MustChangePassword { get; init; }
}
