using SovereignFleet.Server.Windows;

namespace SovereignFleet.Tests.Server.Windows;

[TestClass]
public sealed class MaintenanceCalendarTests
{
    private static readonly TimeZoneInfo Toronto = TimeZoneInfo.FindSystemTimeZoneById("America/Toronto");

    // Toronto 2026: clocks go from 02:00 to 03:00 on March 8, and from 02:00 back to 01:00 on November 1; both are Sundays.
    [TestMethod]
    [DataRow("02:00", "2026-11-24T12:00:00Z", "2026-11-29T07:00:00Z", DisplayName = "winter: UTC-5")]
    [DataRow("02:00", "2026-06-24T12:00:00Z", "2026-06-28T06:00:00Z", DisplayName = "summer: UTC-4")]
    [DataRow("02:30", "2026-03-07T12:00:00Z", "2026-03-08T07:00:00Z", DisplayName = "the skipped hour: opens at 03:00 local, the first instant after the gap")]
    [DataRow("01:30", "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z", DisplayName = "the doubled hour: opens the first time")]
    [DataRow("02:00", "2026-11-29T08:00:00Z", "2026-11-29T07:00:00Z", DisplayName = "open now: the one that is open")]
    [DataRow("02:00", "2026-11-29T11:00:00Z", "2026-12-06T07:00:00Z", DisplayName = "its end is not in it")]
    public void NextWindow_SundayForFourHours_Opens(string start, string now, string expected)
    {
        var next = MaintenanceCalendar.NextWindow([Window(start)], Toronto, Time(now))!;
        Assert.AreEqual(Time(expected), next.Start);
        Assert.AreEqual(TimeSpan.FromHours(4), next.End - next.Start);
    }

    [TestMethod]
    public void NextWindow_NoWindows_IsNull() => Assert.IsNull(MaintenanceCalendar.NextWindow([], Toronto, Time("2026-11-24T12:00:00Z")));

    [TestMethod]
    public void IsOpen_OverMidnight_StaysOpen()
    {
        var window = Window("22:00");
        Assert.IsTrue(MaintenanceCalendar.IsOpen([window], Toronto, Time("2026-11-30T06:59:59Z")));
        Assert.IsFalse(MaintenanceCalendar.IsOpen([window], Toronto, Time("2026-11-30T07:00:00Z")));
    }

    private static MaintenanceWindow Window(string start)
    {
        var (first, rule) = MaintenanceWindow.Weekly(DayOfWeek.Sunday, TimeOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
        return new MaintenanceWindow { SiteId = "yul1", Name = "weekly", FirstStart = first, Rule = rule, Duration = TimeSpan.FromHours(4) };
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
