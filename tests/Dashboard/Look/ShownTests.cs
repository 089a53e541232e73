using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Look;

namespace SovereignFleet.Tests.Dashboard.Look;

[TestClass]
public sealed class ShownTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow(null, "–")]
    [DataRow(double.NaN, "–")]
    [DataRow(0.0, "0")]
    [DataRow(61.04, "61")]
    [DataRow(7.128, "7.13")]
    [DataRow(482.6, "483")]
    [DataRow(1183.0, "1180")]
    [DataRow(23_456.0, "23500")]
    [DataRow(-1183.0, "-1180")]
    public void Number_AnyValue_HasThreeDigitsAndUnknownIsNoZero(double? value, string expected) => Assert.AreEqual(expected, Shown.Number(value));

    [TestMethod]
    [DataRow(null, "–")]
    [DataRow(0.0, "0 %")]
    [DataRow(0.0004, "<0.1 %")]
    [DataRow(0.0821, "8.21 %")]
    [DataRow(1.0, "100 %")]
    public void Percent_AProbability_IsHonestAboutSmallOnes(double? part, string expected) => Assert.AreEqual(expected, Shown.Percent(part));

    [TestMethod]
    [DataRow(4, "4 s ago")]
    [DataRow(3540, "59 min ago")]
    [DataRow(7200, "22 Nov 20:00 America/Toronto")]
    [DataRow(-300, "in 5 min")]
    public void Moment_ByDistance_IsRelativeThenLocalToTheSite(int secondsAgo, string expected) =>
        Assert.AreEqual(expected, Shown.Moment(Now.AddSeconds(-secondsAgo).ToTimestamp(), Now, "America/Toronto"));

    [TestMethod]
    [DataRow("person:ada", "ada")]
    [DataRow("agent:gpu-yul1-03", "agent of gpu-yul1-03")]
    [DataRow("rule:gpu-xid", "rule gpu-xid")]
    [DataRow("system", "system")]
    public void Actor_OfAnEntry_IsReadByAPerson(string actor, string expected) => Assert.AreEqual(expected, Shown.Actor(actor));

    [TestMethod]
    [DataRow("degrees C", "°C")]
    [DataRow("Watts", "W")]
    [DataRow("RPM", "RPM")]
    public void Unit_OfASensor_IsItsSign(string unit, string expected) => Assert.AreEqual(expected, Shown.Unit(unit));

    [TestMethod]
    [DataRow("B07", 12u, "rack B07, U12")]
    [DataRow("B07", 0u, "rack B07")]
    [DataRow("", 0u, "no rack declared")]
    public void Place_OfAHost_IsInTheOperatorsWords(string rack, uint u, string expected) => Assert.AreEqual(expected, Shown.Place(rack, u));
}
