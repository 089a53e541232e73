using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Maintenance.Calendar;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Maintenance;

[TestClass]
public sealed class CalendarDaysTests
{
    [TestMethod]
    [DataRow("month", "2026-12-15", "2026-11-30", "2027-01-03")]
    [DataRow("month", "2027-02-01", "2027-02-01", "2027-02-28", DisplayName = "a month of four whole weeks")]
    [DataRow("week", "2026-11-29", "2026-11-23", "2026-11-29", DisplayName = "a Sunday ends its week")]
    [DataRow("week", "2026-11-30", "2026-11-30", "2026-12-06")]
    public void Range_OfAView_IsWholeWeeks(string view, string day, string first, string last) =>
        Assert.AreEqual((CalendarDays.Read(first)!.Value, CalendarDays.Read(last)!.Value), CalendarDays.Range(view, CalendarDays.Read(day)!.Value));

    [TestMethod]
    [DataRow("2026-13-01")]
    [DataRow("tomorrow")]
    [DataRow("")]
    [DataRow(null)]
    public void Read_NoDay_IsNull(string? typed) => Assert.IsNull(CalendarDays.Read(typed));

    // 02:00 in Toronto is 07:00 UTC in winter; the blackout of the whole fleet is in UTC, over midnight.
    [TestMethod]
    public void Lay_OverMidnightAndInAZone_StandsOnTheDaysOfItsSite()
    {
        var days = CalendarDays.Lay("week", CalendarDays.Read("2026-12-08")!.Value, [One("yul1", "weekly", "2026-12-08T04:00Z", "2026-12-08T08:00Z"), One("", "freeze", "2026-12-09T20:00Z", "2026-12-11T00:00Z")], Zone);
        Assert.AreEqual(
            "7: weekly from 23:00 | 8: weekly until 03:00 | 9: freeze from 20:00 | 10: freeze until 00:00",
            string.Join(" | ", days.SelectMany(day => day.Entries.Select(entry => $"{day.Date.Day}: {entry.What.Name} {entry.Times}"))));
    }

    [TestMethod]
    [DataRow("2026-03-08T02:30", "2026-03-08T07:00Z", DisplayName = "skipped: the first after the gap")]
    [DataRow("2026-11-01T01:30", "2026-11-01T05:30Z", DisplayName = "twice: the first")]
    [DataRow("2026-12-06T02:00", "2026-12-06T07:00Z")]
    public void LocalTime_Typed_IsTheInstantOfTheSite(string typed, string expected) =>
        Assert.AreEqual(Instant(expected), LocalTime.Read(typed, TimeZoneInfo.FindSystemTimeZoneById("America/Toronto")));

    private static TimeZoneInfo Zone(string site) => site.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById("America/Toronto");

    private static Occurrence One(string site, string name, string start, string end) => new() { SiteId = site, Name = name, Start = Instant(start), End = Instant(end) };

    private static Timestamp Instant(string text) => Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
