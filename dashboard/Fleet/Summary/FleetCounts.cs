using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Summary;

/// <summary>How much is going on, in the whole fleet or at the one Site that is chosen.</summary>
internal readonly record struct FleetCounts(long Drains, uint Tickets, uint Conditions)
{
    public static FleetCounts Of(FleetSnapshot fleet, string? siteId)
    {
        if (string.IsNullOrEmpty(siteId))
        {
            return new FleetCounts(fleet.DrainsLive, fleet.TicketsOpen, fleet.ConditionsFiring);
        }

        var site = fleet.Sites.FirstOrDefault(site => site.Id == siteId);
        return new FleetCounts(fleet.Hosts.Count(host => host.SiteId == siteId && host.DrainId.Length > 0), site?.TicketsOpen ?? 0, site?.ConditionsFiring ?? 0);
    }
}
