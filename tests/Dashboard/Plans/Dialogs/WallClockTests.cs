using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Plans.Dialogs;

namespace SovereignFleet.Tests.Dashboard.Plans.Dialogs;

/// <summary>What a person types on the wall clock of a Site.</summary>
[TestClass]
public sealed class WallClockTests
{
    [TestMethod]
    [DataRow("2026-11-28T02:00", "America/Toronto", "2026-11-28T07:00:00Z")]
    [DataRow("2026-11-28T02:00", null, "2026-11-28T02:00:00Z")]
    [DataRow("2026-11-28T02:00", "Nowhere/AtAll", "2026-11-28T02:00:00Z")]
    // The hour that the clocks skip: the first instant after it.
    [DataRow("2026-03-08T02:30", "America/Toronto", "2026-03-08T07:00:00Z")]
    public void Read_OfAWallClock_IsTheInstant(string typed, string? zone, string expected) =>
        Assert.AreEqual(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), WallClock.Read(typed, zone)!.ToDateTimeOffset());

    [TestMethod]
    [DataRow("")]
    [DataRow("Saturday")]
    [DataRow("2026-13-28T02:00")]
    public void Read_OfNoMoment_IsNone(string typed) => Assert.IsNull(WallClock.Read(typed, null));

    [TestMethod]
    public void Write_WhatIsReadAgain_IsTheSame() => Assert.AreEqual(
        "2026-11-28T02:00", WallClock.Write(WallClock.Read("2026-11-28T02:00", "Europe/Berlin")!.ToDateTimeOffset(), "Europe/Berlin"));
}
