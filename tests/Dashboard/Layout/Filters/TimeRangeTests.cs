using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Layout.Filters;

namespace SovereignFleet.Tests.Dashboard.Layout.Filters;

[TestClass]
public sealed class TimeRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("6h", 5.9, true)]
    [DataRow("6h", 6.1, false)]
    [DataRow("30d", 700.0, true)]
    [DataRow(null, 9000.0, true)]
    [DataRow("", 9000.0, true)]
    [DataRow("forever", 9000.0, true)]
    public void Includes_AMoment_IsWithinTheNamedRangeOrThereIsNone(string? key, double hoursAgo, bool expected) =>
        Assert.AreEqual(expected, TimeRange.Includes(TimeRange.Named(key), Now.AddHours(-hoursAgo).ToTimestamp(), Now));

    [TestMethod]
    public void Includes_AMomentThatNeverWas_IsInNoRange() => Assert.IsFalse(TimeRange.Includes(TimeRange.Hour, null, Now));
}
