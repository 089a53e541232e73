namespace SovereignFleet.Server.Windows.Declared;

/// <summary>A Window as the inventory declares it: {"site": "yul1", "name": "patches", "firstStart": "2026-12-08T02:00", "rule": "FREQ=MONTHLY;BYDAY=2TU", "duration": "04:00:00"},
/// or in short weekly: {"site": "yul1", "name": "weekly", "day": "Sunday", "start": "02:00", "duration": "04:00:00"}.</summary>
internal sealed record WindowItem(
    string Site, string Name, TimeSpan Duration, string? Day = null, TimeOnly? Start = null, string? FirstStart = null, string? Rule = null,
    string[]? Except = null, string? Ends = null, int? AtOnce = null, string? Note = null, bool Retired = false)
{
    /// <summary>What it declares. What is wrong with its words is among the faults.</summary>
    public MaintenanceWindow Read(string path, List<string> faults)
    {
        var (first, rule) = Short(path, faults) ?? (Time($"{path}.firstStart", FirstStart, faults), Rule is null ? null : WindowRules.Plain(Rule));
        if (first is null && FirstStart is null)
        {
            faults.Add($"{path}.firstStart: is missing; give it, as 2026-12-06T02:00, or in short day and start for every week.");
        }

        return new MaintenanceWindow
        {
            SiteId = Site,
            Name = Name,
            FirstStart = first ?? default,
            Rule = rule,
            Duration = Duration,
            Except = string.Join(',', (Except ?? []).Select(text => Time($"{path}.except", text, faults)).OfType<DateTime>().Order().Select(WallClock.Stamp)),
            Ends = Time($"{path}.ends", Ends, faults),
            AtOnce = AtOnce,
            Note = Note ?? "",
        };
    }

    private (DateTime? First, string? Rule)? Short(string path, List<string> faults)
    {
        if (Day is null && Start is null)
        {
            return null;
        }

        if (FirstStart is not null || Rule is not null)
        {
            faults.Add($"{path}.day: day and start are the short form of every week; with firstStart or rule leave them out.");
        }

        if (Day is null || !Enum.GetNames<DayOfWeek>().Contains(Day, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add($"{path}.day: \"{Day}\" must be a day of the week, as Sunday.");
            return (default(DateTime), null);
        }

        if (Start is null)
        {
            faults.Add($"{path}.start: is missing, as 02:00.");
        }

        return MaintenanceWindow.Weekly(Enum.Parse<DayOfWeek>(Day, ignoreCase: true), Start ?? default);
    }

    private static DateTime? Time(string path, string? text, List<string> faults)
    {
        if (text is null)
        {
            return null;
        }

        var local = WallClock.Read(text);
        if (local is null)
        {
            faults.Add($"{path}: \"{text}\" must be a time of the site's wall clock without an offset, as 2026-12-06T02:00.");
        }

        return local;
    }
}
