using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Which Sites a person may know of: a technician the own one, everybody else all.</summary>
/// <param name="SiteId">Null: all. Empty: a technician without a Site, who works nowhere.</param>
internal readonly record struct SiteScope(string? SiteId)
{
    public static SiteScope All => new(null);

    public bool IsAll => SiteId is null;

    public static SiteScope Of(Caller caller) => new(caller.Role == Role.Technician ? caller.SiteId ?? "" : null);

    public bool Includes(string siteId) => SiteId is null || SiteId == siteId;
}
