namespace SovereignFleet.Server.Windows;

/// <summary>What is wrong with a Window or a blackout as it is declared. Pure.</summary>
internal static class WindowFaults
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    public static readonly TimeSpan LongestBlackout = TimeSpan.FromDays(366);
    private const int LongestNote = 200;
    private const int LongestExcept = 8_000;
    private static readonly DateTime Earliest = new(1970, 1, 1);
    private static readonly DateTime Latest = new(2200, 1, 1);

    /// <returns>The key and the sentence of each: ("rule", "never opens: ...").</returns>
    public static IEnumerable<(string Key, string Fault)> Of(MaintenanceWindow window, TimeZoneInfo zone)
    {
        var faults = OfValues(window).ToList();
        if (faults.Count == 0 && MaintenanceCalendar.Openings(window, zone, WallClock.ToInstant(window.FirstStart, zone).AddDays(-1)).FirstOrDefault() is null)
        {
            faults.Add(Never(window));
        }

        return faults;
    }

    public static IEnumerable<(string Key, string Fault)> OfDuration(MaintenanceWindow window)
    {
        if (window.Duration <= TimeSpan.Zero || window.Duration > Longest)
        {
            yield return ("duration", "must be longer than nothing and at most a week, as 04:00:00.");
        }
    }

    public static IEnumerable<(string Key, string Fault)> Of(Blackout blackout)
    {
        if (blackout.StartsAt.Year < Earliest.Year || blackout.EndsAt.Year > Latest.Year)
        {
            yield return ("from", $"must be a time of the years {Earliest.Year} to {Latest.Year}, as its end.");
        }
        else if (blackout.EndsAt <= blackout.StartsAt)
        {
            yield return ("until", "must be after its start.");
        }
        else if (blackout.EndsAt - blackout.StartsAt > LongestBlackout)
        {
            yield return ("until", $"a blackout lasts {LongestBlackout.Days} days at most.");
        }

        foreach (var fault in OfNote(blackout.Note))
        {
            yield return fault;
        }
    }

    private static IEnumerable<(string Key, string Fault)> OfValues(MaintenanceWindow window)
    {
        foreach (var fault in OfDuration(window))
        {
            yield return fault;
        }

        if (window.FirstStart < Earliest || window.FirstStart > Latest)
        {
            yield return ("firstStart", $"must be a time of the years {Earliest.Year} to {Latest.Year}, as 2026-12-06T02:00.");
        }

        if (window.Rule is { } rule && WindowRules.Read(rule).Fault is { } unfit)
        {
            yield return ("rule", unfit);
        }

        if (window.AtOnce is < 1)
        {
            yield return ("atOnce", "must be at least 1; leave it out where only the guard is to count.");
        }

        if (window.Except.Length > LongestExcept)
        {
            yield return ("except", "has too many times: a Window with so many exceptions is better two.");
        }

        foreach (var fault in OfNote(window.Note))
        {
            yield return fault;
        }
    }

    private static IEnumerable<(string Key, string Fault)> OfNote(string note)
    {
        if (note.Length > LongestNote || note.Any(char.IsControl))
        {
            yield return ("note", $"must be one line of at most {LongestNote} characters.");
        }
    }

    private static (string Key, string Fault) Never(MaintenanceWindow window) => window switch
    {
        { Ends: { } ends } when ends <= window.FirstStart => ("ends", $"the Window never opens: it ends at {ends:yyyy-MM-dd HH:mm}, and opens first at {window.FirstStart:yyyy-MM-dd HH:mm}."),
        { Rule: null } => ("except", $"the Window never opens: its one start, {window.FirstStart:yyyy-MM-dd HH:mm}, is excepted."),
        { Ends: not null } => ("ends", $"the Window never opens: {window.Rule} yields nothing from {window.FirstStart:yyyy-MM-dd HH:mm} until {window.Ends:yyyy-MM-dd HH:mm}."),
        _ => ("rule", $"the Window never opens: {window.Rule} yields no date from {window.FirstStart:yyyy-MM-dd HH:mm} on{(window.Except.Length > 0 ? " that is not excepted" : "")}. Is there such a day in such a month, and is UNTIL later?"),
    };
}
