using System.Globalization;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Maintenance.Calendar;

/// <summary>Lays occurrences out on the days of a month or a week, each on the wall clock of its Site. Pure.</summary>
internal static class CalendarDays
{
    public const string Week = "week";
    public const string Month = "month";

    /// <summary>The day that an address names; null: it names none.</summary>
    public static DateOnly? Read(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 2200 ? day : null;

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The days that are shown, whole weeks from Monday on.</summary>
    public static (DateOnly First, DateOnly Last) Range(string view, DateOnly day)
    {
        var (from, until) = view == Week ? (day, day) : (new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
        return (from.AddDays(-FromMonday(from)), until.AddDays(6 - FromMonday(until)));
    }

    /// <summary>The same view, earlier or later.</summary>
    public static DateOnly Move(string view, DateOnly day, int steps) => view == Week ? day.AddDays(7 * steps) : new DateOnly(day.Year, day.Month, 1).AddMonths(steps);

    public static IReadOnlyList<CalendarDay> Lay(string view, DateOnly day, IReadOnlyList<Occurrence> occurrences, Func<string, TimeZoneInfo> zoneOf)
    {
        var (first, last) = Range(view, day);
        var entries = occurrences.SelectMany(one => On(one, zoneOf(one.SiteId))).ToLookup(entry => entry.Day, entry => entry.Entry);
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays)
            .Select(date => new CalendarDay(date, view == Month && date.Month != day.Month, [.. entries[date]]))];
    }

    // Over midnight it stands on each day that it touches.
    private static IEnumerable<(DateOnly Day, CalendarEntry Entry)> On(Occurrence one, TimeZoneInfo zone)
    {
        var (start, end) = (TimeZoneInfo.ConvertTime(one.Start.ToDateTimeOffset(), zone), TimeZoneInfo.ConvertTime(one.End.ToDateTimeOffset(), zone));
        var (from, until) = (DateOnly.FromDateTime(start.DateTime), DateOnly.FromDateTime(end.DateTime.AddTicks(-1)));
        for (var day = from; day <= until; day = day.AddDays(1))
        {
            var times = (day == from, day == until) switch
            {
                (true, true) => $"{Clock(start)}–{Clock(end)}",
                (true, false) => $"from {Clock(start)}",
                (false, true) => $"until {Clock(end)}",
                _ => "all day",
            };
            yield return (day, new CalendarEntry(one, times));
        }
    }

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static int FromMonday(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;
}
