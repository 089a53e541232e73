using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Maintenance.Calendar;

/// <summary>All that the page Maintenance shows, of one question.</summary>
public sealed record MaintenanceCalendar(IReadOnlyList<MaintenanceWindow> Windows, IReadOnlyList<Blackout> Blackouts, IReadOnlyList<Occurrence> Occurrences);
