namespace SovereignFleet.Server.Windows;

/// <summary>When a Site's Windows open. Pure: Windows, zone and now in, times out.</summary>
internal static class MaintenanceCalendar
{
    /// <summary>The occurrence that is open now, else the next one; null where the Site has no Windows.</summary>
    public static WindowTime? NextWindow(IEnumerable<MaintenanceWindow> windows, TimeZoneInfo zone, DateTimeOffset now) =>
        windows.SelectMany(window => Occurrences(window, zone, now))
            .Where(occurrence => occurrence.End > now)
            .OrderBy(occurrence => occurrence.Start).ThenByDescending(occurrence => occurrence.End)
            .FirstOrDefault();

    public static bool IsOpen(IEnumerable<MaintenanceWindow> windows, TimeZoneInfo zone, DateTimeOffset now) =>
        NextWindow(windows, zone, now)?.Contains(now) ?? false;

    private static IEnumerable<WindowTime> Occurrences(MaintenanceWindow window, TimeZoneInfo zone, DateTimeOffset now)
    {
        // A Window lasts a week at most, so the one that began up to eight local days ago may still be open.
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var day = today.AddDays(-8); day <= today.AddDays(8); day = day.AddDays(1))
        {
            if (day.DayOfWeek == window.Day)
            {
                var start = ToInstant(day.ToDateTime(window.Start), zone);
                yield return new WindowTime(window.Name, start, start + window.Duration);
            }
        }
    }

    private static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        // The hour that the clocks skip: the Window opens at the first instant after the gap.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        // The hour that comes twice: the Window opens the first time (the larger offset).
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
