using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People;

/// <summary>The person behind a call.</summary>
/// <param name="SiteId">A technician's Site; null: all.</param>
internal sealed record Caller(string Name, Role Role, string? SiteId)
{
    /// <summary>As it stands in the Journal.</summary>
    public string Actor => "person:" + Name;

    /// <summary>The password was set by somebody else: only changing it is allowed.</summary>
    public bool MustChangePassword { get; init; }
}
