using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Maintenance.Calendar;

/// <summary>A Window in a person's words.</summary>
internal static class WindowLook
{
    /// <summary>What the dialog offers beside a rule of one's own.</summary>
    public static readonly IReadOnlyList<(string Rule, string Words)> Usual =
    [
        ("", "once"), ("FREQ=DAILY", "every day"), ("FREQ=WEEKLY", "every week"), ("FREQ=WEEKLY;INTERVAL=2", "every second week"), ("FREQ=MONTHLY", "every month, on that day"),
        ("FREQ=MONTHLY;BYDAY=2TU", "every second Tuesday of a month"), ("FREQ=MONTHLY;BYDAY=-1SU", "every last Sunday of a month"),
    ];

    public static string Opens(MaintenanceWindow window)
    {
        var words = Usual.FirstOrDefault(usual => usual.Rule == window.Rule).Words ?? window.Rule;
        var until = window.Ends.Length > 0 ? $", until {window.Ends.Replace('T', ' ')}" : "";
        return window.Rule.Length == 0 ? window.FirstStart.Replace('T', ' ') : $"{words} from {window.FirstStart.Replace('T', ' ')}{until}";
    }

    public static string Lasts(MaintenanceWindow window)
    {
        var span = window.Duration?.ToTimeSpan() ?? TimeSpan.Zero;
        return span.Minutes == 0 && span.Seconds == 0 ? $"{(int)span.TotalHours} h" : $"{(int)span.TotalHours} h {span.Minutes} min";
    }
}
