using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Maintenance.Calendar;

/// <summary>An opening or a blackout, as it stands on one day.</summary>
/// <param name="Times">"02:00–06:00" on the wall clock of its Site.</param>
internal sealed record CalendarEntry(Occurrence What, string Times);
