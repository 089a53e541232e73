using SovereignFleet.Server.Windows;

namespace SovereignFleet.Tests.Server.Windows;

[TestClass]
public sealed class BlackoutTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 6, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("", "12-16")]
    [DataRow("10-12", "12-16", DisplayName = "it ends as the Window opens")]
    [DataRow("10-13", "13-16")]
    [DataRow("13-14", "12-13 14-16", DisplayName = "in the midst of it: what is before and after")]
    [DataRow("13-14 13-15", "12-13 15-16", DisplayName = "overlapping")]
    [DataRow("13-15 13-14", "12-13 15-16")]
    [DataRow("15-20", "12-15")]
    [DataRow("10-20", "")]
    [DataRow("12-14 14-16", "", DisplayName = "one after the other")]
    public void Outside_Blackouts_LeaveWhatTheyDoNotCover(string blackouts, string expected)
    {
        var left = MaintenanceCalendar.Outside(new WindowTime("w", Noon, Noon.AddHours(4)), Blackouts(blackouts));
        Assert.AreEqual(expected, string.Join(' ', left.Select(time => $"{time.Start.Hour}-{time.End.Hour}")));
    }

    [TestMethod]
    [DataRow("", 11, false, 12, "the site's Window w")]
    [DataRow("", 13, true, 12, "the site's Window w")]
    [DataRow("13-15", 12, true, 12, "the site's Window w")]
    [DataRow("13-15", 14, false, 15, "the end of the blackout b1 (2026-12-06 15:00Z) and the site's Window w")]
    [DataRow("11-14 14-15", 12, false, 15, "the end of the blackout b1 (2026-12-06 15:00Z) and the site's Window w")]
    public void Look_WindowAndBlackouts_SaysWhatIsWaitedFor(string blackouts, int hour, bool open, int opens, string name)
    {
        var now = Noon.AddHours(hour - 12);
        var look = MaintenanceCalendar.Look([Window(null)], Blackouts(blackouts), TimeZoneInfo.Utc, now);
        Assert.AreEqual((open, opens, name), (look.IsOpen(now), look.Opens!.Value.Hour, look.Name));
    }

    [TestMethod]
    public void Look_NoWindowsAndABlackout_WaitsForItsEndAlone()
    {
        var look = MaintenanceCalendar.Look([], Blackouts("11-14"), TimeZoneInfo.Utc, Noon);
        Assert.AreEqual((false, Noon.AddHours(2)), (look.IsOpen(Noon), look.Opens));
        Assert.IsTrue(MaintenanceCalendar.Look([], [], TimeZoneInfo.Utc, Noon).IsOpen(Noon));
    }

    [TestMethod]
    public void Look_AllWindowsOver_IsNotOpen()
    {
        var look = MaintenanceCalendar.Look([Window(null)], [], TimeZoneInfo.Utc, Noon.AddDays(1));
        Assert.AreEqual((false, null), (look.IsOpen(Noon.AddDays(1)), look.Opens));
    }

    /// <summary>Two that overlap: whoever sets no limit, or the larger one, decides; and the one that is open longest is told.</summary>
    [TestMethod]
    [DataRow(2, 3, 3)]
    [DataRow(2, null, null)]
    public void Look_OverlappingWindows_TheMostGenerousHolds(int? one, int? other, int? expected)
    {
        var second = Window(other);
        second.Duration = TimeSpan.FromHours(6);
        var look = MaintenanceCalendar.Look([Window(one), second], [], TimeZoneInfo.Utc, Noon);
        Assert.AreEqual((expected, Noon.AddHours(6)), (look.AtOnce, look.Next!.End));
    }

    [TestMethod]
    public void Faults_BlackoutThatEndsBeforeItBegins_IsRefused() =>
        Assert.AreEqual("until", WindowFaults.Of(new Blackout { Id = Guid.NewGuid(), Name = "b", StartsAt = Noon, EndsAt = Noon }).Single().Key);

    private static MaintenanceWindow Window(int? atOnce) =>
        new() { SiteId = "s", Name = "w", FirstStart = Noon.UtcDateTime, Duration = TimeSpan.FromHours(4), AtOnce = atOnce };

    private static Blackout[] Blackouts(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(hours => hours.Split('-')).Select((hours, index) => new Blackout
        {
            Id = Guid.NewGuid(),
            Name = $"b{index + 1}",
            StartsAt = Hour(hours[0]),
            EndsAt = Hour(hours[1]),
        }).OrderByDescending(blackout => blackout.Name)];

    private static DateTimeOffset Hour(string hour) => Noon.AddHours(int.Parse(hour, System.Globalization.CultureInfo.InvariantCulture) - 12);
}
