using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Which Sites a caller may know of: who is of one Site that one alone, whatever the role.</summary>
/// <param name="SiteId">Null: all. Empty: a technician without a Site, who works nowhere.</param>
internal readonly record struct SiteScope(string? SiteId)
{
    public static SiteScope All => new(null);

    public bool IsAll => SiteId is null;

    public static SiteScope Of(Caller caller) => new(caller.SiteId ?? (caller.Role == Role.Technician ? "" : null));

    public bool Includes(string siteId) => SiteId is null || SiteId == siteId;
}
