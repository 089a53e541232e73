using System.Globalization;
using SovereignFleet.Server.Windows;

namespace SovereignFleet.Tests.Server.Windows;

/// <summary>Rules on the wall clocks of three zones, over both days on which the clocks change; month ends; rules as real calendars write them.</summary>
[TestClass]
public sealed class WindowRuleTests
{
    // 2026: Toronto springs forward on March 8 at 02:00 and falls back on November 1 at 02:00; Berlin on March 29 at 02:00 and October 25 at 03:00;
    // Sydney falls back on April 5 at 03:00 and springs forward on October 4 at 02:00.
    [TestMethod]
    [DataRow("America/Toronto", "2026-03-07T02:30", "FREQ=DAILY", "2026-03-07T07:30 2026-03-08T07:00 2026-03-09T06:30", DisplayName = "Toronto, skipped: the first instant after the gap")]
    [DataRow("America/Toronto", "2026-10-31T01:30", "FREQ=DAILY", "2026-10-31T05:30 2026-11-01T05:30 2026-11-02T06:30", DisplayName = "Toronto, twice: the first time, once")]
    [DataRow("Europe/Berlin", "2026-03-28T02:30", "FREQ=DAILY", "2026-03-28T01:30 2026-03-29T01:00 2026-03-30T00:30", DisplayName = "Berlin, skipped")]
    [DataRow("Europe/Berlin", "2026-10-24T02:30", "FREQ=DAILY", "2026-10-24T00:30 2026-10-25T00:30 2026-10-26T01:30", DisplayName = "Berlin, twice")]
    [DataRow("Australia/Sydney", "2026-04-04T02:30", "FREQ=DAILY", "2026-04-03T15:30 2026-04-04T15:30 2026-04-05T16:30", DisplayName = "Sydney, twice")]
    [DataRow("Australia/Sydney", "2026-10-03T02:30", "FREQ=DAILY", "2026-10-02T16:30 2026-10-03T16:00 2026-10-04T15:30", DisplayName = "Sydney, skipped")]
    [DataRow("Australia/Lord_Howe", "2026-10-03T02:15", "FREQ=DAILY", "2026-10-02T15:45 2026-10-03T15:30 2026-10-04T15:15", DisplayName = "Lord Howe: half an hour is skipped")]
    [DataRow("America/Toronto", "2026-03-08T00:00", "FREQ=DAILY;BYHOUR=2,3;COUNT=4", "2026-03-08T07:00 2026-03-09T06:00 2026-03-09T07:00", DisplayName = "two times in the gap are one opening")]
    [DataRow("Europe/Berlin", "2026-01-31T22:00", "FREQ=MONTHLY", "2026-01-31T21:00 2026-03-31T20:00 2026-05-31T20:00", DisplayName = "the 31st: only months that have one")]
    [DataRow("Europe/Berlin", "2026-01-31T22:00", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31T21:00 2026-02-28T21:00 2026-03-31T20:00", DisplayName = "the last day of each month")]
    [DataRow("Europe/Berlin", "2024-02-29T22:00", "FREQ=YEARLY", "2024-02-29T21:00 2028-02-29T21:00", DisplayName = "a leap day, as far as is looked")]
    [DataRow("America/Toronto", "2026-12-01T02:00", "FREQ=MONTHLY;BYDAY=2TU", "2026-12-08T07:00 2027-01-12T07:00 2027-02-09T07:00", DisplayName = "the second Tuesday")]
    [DataRow("America/Toronto", "2026-12-01T02:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-12-31T07:00 2027-01-29T07:00 2027-02-26T07:00", DisplayName = "the last working day")]
    [DataRow("America/Toronto", "2026-12-06T02:00", "RRULE:FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU;", "2026-12-06T07:00 2026-12-20T07:00 2027-01-03T07:00", DisplayName = "Outlook: every second week")]
    [DataRow("America/Toronto", "2026-12-06T02:00", "FREQ=WEEKLY;WKST=MO;UNTIL=20261214T045959Z;BYDAY=SU", "2026-12-06T07:00 2026-12-13T07:00", DisplayName = "Google: UNTIL is the end of a day, in UTC")]
    [DataRow("America/Toronto", "2026-12-06T02:00", "FREQ=WEEKLY;UNTIL=20261213", "2026-12-06T07:00 2026-12-13T07:00", DisplayName = "UNTIL is a date: that day too")]
    [DataRow("America/Toronto", "2026-12-06T02:00", "FREQ=WEEKLY;UNTIL=20261213T020000", "2026-12-06T07:00 2026-12-13T07:00", DisplayName = "UNTIL on the wall clock: that time too")]
    [DataRow("America/Toronto", "2026-12-06T02:00", "FREQ=WEEKLY;UNTIL=20261213T065959Z", "2026-12-06T07:00", DisplayName = "UNTIL a second before: not that one")]
    [DataRow("America/Toronto", "2026-12-06T02:00", null, "2026-12-06T07:00", DisplayName = "once")]
    public void Openings_Rule_OpenAtTheInstantsOfTheWallClock(string zone, string first, string? rule, string expected)
    {
        var window = Window(first, rule);
        var openings = MaintenanceCalendar.Openings(window, Zone(zone), Instant("2020-01-01T00:00")).Take(3).ToArray();
        Assert.AreEqual(expected, string.Join(' ', openings.Select(opening => opening.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture))));
        Assert.IsTrue(openings.All(opening => opening.End - opening.Start == window.Duration), "It is as long on the day on which the clocks change.");
    }

    /// <summary>The short cut over many days changes nothing: asked from later, the same openings come.</summary>
    [TestMethod]
    [DataRow("FREQ=DAILY;INTERVAL=3")]
    [DataRow("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR;WKST=SU")]
    [DataRow("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO")]
    [DataRow("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU")]
    [DataRow("FREQ=MONTHLY;BYDAY=1MO,-1FR")]
    [DataRow("FREQ=YEARLY;BYMONTH=1,7;BYDAY=2SU")]
    [DataRow("FREQ=DAILY;COUNT=700")]
    public void Openings_FromYearsLater_AreThoseOfTheBeginning(string rule)
    {
        var (window, zone) = (Window("2024-01-03T02:00", rule), Zone("America/Toronto"));
        var all = MaintenanceCalendar.Openings(window, zone, Instant("2020-01-01T00:00")).TakeWhile(opening => opening.Start < Instant("2028-01-01T00:00")).ToArray();
        var from = Instant("2025-11-05T12:00");
        Assert.AreSequenceEqual(
            all.Where(opening => opening.End > from).Take(5), MaintenanceCalendar.Openings(window, zone, from).TakeWhile(opening => opening.Start < Instant("2028-01-01T00:00")).Take(5));
    }

    [TestMethod]
    public void Openings_ExceptedAndEnding_AreLeftOut()
    {
        var window = Window("2026-12-06T02:00", "FREQ=WEEKLY");
        (window.Except, window.Ends) = ("20261213T020000", new DateTime(2026, 12, 27, 2, 0, 0));
        Assert.AreSequenceEqual(
            [Instant("2026-12-06T07:00"), Instant("2026-12-20T07:00")],
            MaintenanceCalendar.Openings(window, Zone("America/Toronto"), Instant("2026-01-01T00:00")).Select(opening => opening.Start));
    }

    [TestMethod]
    [DataRow("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never opens")]
    [DataRow("FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", "never opens")]
    [DataRow("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "never opens")]
    [DataRow("FREQ=WEEKLY;UNTIL=20200101T000000Z", "never opens")]
    [DataRow("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "never opens")]
    [DataRow("FREQ=SECONDLY", "too often")]
    [DataRow("FREQ=MINUTELY;INTERVAL=5", "too often")]
    [DataRow("FREQ=HOURLY", "too often")]
    [DataRow("FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40,50", "24 times a day")]
    [DataRow("FREQ=WEEKLY;COUNT=3;UNTIL=20271231", "exclude each other")]
    [DataRow("FREQ=WEEKLY;COUNT=0", "COUNT")]
    [DataRow("FREQ=WEEKLY;INTERVAL=0", "INTERVAL")]
    [DataRow("FREQ=WEEKLY;INTERVAL=2147483647", "INTERVAL")]
    [DataRow("FREQ=WEEKLY;INTERVAL=99999999999999", "no RRULE")]
    [DataRow("FREQ=WEEKLY;BYDAY=XX", "no RRULE")]
    [DataRow("FREQ=MONTHLY;BYDAY=0MO", "BYDAY")]
    [DataRow("FREQ=MONTHLY;BYMONTHDAY=0", "0")]
    [DataRow("FREQ=MONTHLY;BYMONTHDAY=40", "no RRULE")]
    [DataRow("FREQ=FORTNIGHTLY", "FORTNIGHTLY")]
    [DataRow("FREQ=WEEKLY;FREQ=DAILY", "twice")]
    [DataRow("BYDAY=SU", "FREQ is missing")]
    [DataRow("every Sunday", "no part of an RRULE")]
    [DataRow("", "no part of an RRULE")]
    [DataRow("FREQ=WEEKLY;BYEASTER=1", "BYEASTER")]
    public void Faults_UnfitRule_IsRefusedAndSaysWhy(string rule, string why)
    {
        var fault = WindowFaults.Of(Window("2026-01-01T02:00", rule), Zone("Europe/Berlin")).Single();
        Assert.AreEqual("rule", fault.Key);
        Assert.Contains(why, fault.Fault);
    }

    [TestMethod]
    public void Faults_EndsBeforeItOpens_NeverOpens()
    {
        var window = Window("2026-01-05T02:00", "FREQ=WEEKLY");
        window.Ends = new DateTime(2026, 1, 5, 2, 0, 0);
        Assert.Contains("never opens", WindowFaults.Of(window, Zone("Europe/Berlin")).Single().Fault);
    }

    [TestMethod]
    public void NextWindow_IsOver_IsNull() =>
        Assert.IsNull(MaintenanceCalendar.NextWindow([Window("2026-01-05T02:00", null)], Zone("Europe/Berlin"), Instant("2026-01-05T05:00")));

    private static MaintenanceWindow Window(string first, string? rule) =>
        new() { SiteId = "s", Name = "w", FirstStart = WallClock.Read(first)!.Value, Rule = rule, Duration = TimeSpan.FromHours(4) };

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    private static DateTimeOffset Instant(string text) => WallClock.ReadInstant(text + "Z", null)!.Value;
}
