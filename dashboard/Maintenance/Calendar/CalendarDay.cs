namespace SovereignFleet.Dashboard.Maintenance.Calendar;

/// <summary>What stands on one day of the calendar.</summary>
/// <param name="IsBeside">Of the month before or after, shown to make the weeks whole.</param>
internal sealed record CalendarDay(DateOnly Date, bool IsBeside, IReadOnlyList<CalendarEntry> Entries);
