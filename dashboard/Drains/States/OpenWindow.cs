using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.States;

/// <summary>The Window of a Site that is open now: a drain that is not urgent begins in it at once.</summary>
internal static class OpenWindow
{
    /// <summary>Until when; null: none is open, or the Site is not known.</summary>
    public static Timestamp? Until(FleetSnapshot? fleet, string siteId, DateTimeOffset now) =>
        fleet?.Sites.FirstOrDefault(site => site.Id == siteId) is { NextWindowStart: { } start, NextWindowEnd: { } end }
            && start.ToDateTimeOffset() <= now && now < end.ToDateTimeOffset()
            ? end
            : null;
}
