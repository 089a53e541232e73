using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Windows.Requests;

/// <summary>All that decides when planned work may begin at one Site.</summary>
internal sealed record SiteCalendar(string SiteId, TimeZoneInfo Zone, IReadOnlyList<MaintenanceWindow> Windows, IReadOnlyList<Blackout> Blackouts)
{
    /// <summary>What opens in a time, as blackouts leave it.</summary>
    public IEnumerable<Wire.Occurrence> Between(DateTimeOffset begin, DateTimeOffset end) =>
        from window in Windows
        from opening in MaintenanceCalendar.Openings(window, Zone, begin).TakeWhile(opening => opening.Start < end)
        from left in MaintenanceCalendar.Outside(opening, Blackouts)
        where left.End > begin && left.Start < end
        select WindowMapper.Map(window, left);
}
