namespace SovereignFleet.Server.Windows;

/// <summary>When a Site's Windows open. Pure: Windows, blackouts, zone and now in, times out.</summary>
internal static class MaintenanceCalendar
{
    // What opens later than this is not looked for. A rule of leap days opens within eight years.
    private const int HorizonDays = 9 * 366;

    /// <summary>The occurrence that is open now, else the next one; null where the Site has no Windows, or none that opens any more.</summary>
    public static WindowTime? NextWindow(IEnumerable<MaintenanceWindow> windows, TimeZoneInfo zone, DateTimeOffset now) => NextWindow(windows, [], zone, now);

    /// <summary>The same of what blackouts leave.</summary>
    public static WindowTime? NextWindow(IEnumerable<MaintenanceWindow> windows, IReadOnlyList<Blackout> blackouts, TimeZoneInfo zone, DateTimeOffset now)
    {
        var nearest = windows
            .Select(window => Openings(window, zone, now).SelectMany(opening => Outside(opening, blackouts)).FirstOrDefault(left => left.End > now))
            .OfType<WindowTime>().ToArray();
        // Of those that are open the one that is open longest: nobody is told to hurry for the other.
        return nearest.Where(time => time.Contains(now)).MaxBy(time => time.End)
            ?? nearest.OrderBy(time => time.Start).ThenByDescending(time => time.End).FirstOrDefault();
    }

    public static bool IsOpen(IEnumerable<MaintenanceWindow> windows, TimeZoneInfo zone, DateTimeOffset now) =>
        NextWindow(windows, zone, now)?.Contains(now) ?? false;

    /// <summary>What holds for planned work at a Site at this time.</summary>
    public static WindowOutlook Look(IReadOnlyList<MaintenanceWindow> windows, IReadOnlyList<Blackout> blackouts, TimeZoneInfo zone, DateTimeOffset now)
    {
        var until = now;
        while (blackouts.Where(blackout => blackout.Covers(until)).MaxBy(blackout => blackout.EndsAt) is { } covering)
        {
            until = covering.EndsAt;
        }

        var open = windows.Select(window => NextWindow([window], blackouts, zone, now)).Where(time => time?.Contains(now) == true).ToArray();
        return new WindowOutlook
        {
            HasWindows = windows.Count > 0,
            Next = NextWindow(windows, blackouts, zone, now),
            Blackout = blackouts.Where(blackout => blackout.Covers(now)).MaxBy(blackout => blackout.EndsAt)?.Name,
            BlackoutEnds = until == now ? null : until,
            // Where one that is open sets no limit, there is none.
            AtOnce = open.Any(time => time!.AtOnce is null) ? null : open.Max(time => time!.AtOnce),
        };
    }

    /// <summary>The occurrences that end after a time, in order of their start, as if there were no blackouts. There may be no end to them but the horizon's.</summary>
    public static IEnumerable<WindowTime> Openings(MaintenanceWindow window, TimeZoneInfo zone, DateTimeOffset from)
    {
        var rule = window.Rule is null ? null : WindowRules.Read(window.Rule).Rule;
        // A day more: what the clocks do between start and end is not known yet.
        var earliest = WallClock.Of(from - window.Duration, zone).AddDays(-1);
        var starts = window.Rule is null ? [window.FirstStart] : rule?.Starts(window.FirstStart, earliest > window.FirstStart ? earliest : window.FirstStart) ?? [];
        var last = DateTimeOffset.MinValue;
        foreach (var local in starts)
        {
            var start = WallClock.ToInstant(local, zone);
            if (window.Ends <= local || rule?.IsOver(local, start) == true || start - from > TimeSpan.FromDays(HorizonDays))
            {
                yield break;
            }

            // Two times of an hour that is skipped are one instant.
            if (start > last && start + window.Duration > from && !window.Except.Contains(WallClock.Stamp(local), StringComparison.Ordinal))
            {
                last = start;
                yield return new WindowTime(window.Name, start, start + window.Duration) { AtOnce = window.AtOnce };
            }
        }
    }

    /// <summary>What blackouts leave of an occurrence.</summary>
    public static IEnumerable<WindowTime> Outside(WindowTime opening, IReadOnlyList<Blackout> blackouts)
    {
        var start = opening.Start;
        foreach (var blackout in blackouts.Where(blackout => blackout.StartsAt < opening.End && blackout.EndsAt > opening.Start).OrderBy(blackout => blackout.StartsAt))
        {
            if (blackout.StartsAt > start)
            {
                yield return opening with { Start = start, End = blackout.StartsAt };
            }

            start = blackout.EndsAt > start ? blackout.EndsAt : start;
        }

        if (start < opening.End)
        {
            yield return opening with { Start = start };
        }
    }
}
