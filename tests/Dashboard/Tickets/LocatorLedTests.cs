using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Tickets;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Tickets;

[TestClass]
public sealed class LocatorLedTests
{
    [TestMethod]
    [DataRow("light the locator LED", CommandState.Pending, "LED asked to be lit")]
    [DataRow("identify on", CommandState.Sent, "LED asked to be lit")]
    [DataRow("identify on", CommandState.Done, "LED lit")]
    [DataRow("clear the locator LED", CommandState.Pending, "LED asked to go dark")]
    [DataRow("identify off", CommandState.Done, "LED dark")]
    [DataRow("identify on", CommandState.Failed, "LED unknown: no BMC")]
    [DataRow("identify off", CommandState.Expired, "LED unknown: no BMC")]
    [DataRow("identify on", CommandState.Refused, "LED unknown: no BMC")]
    [DataRow("blink", CommandState.Done, "LED unknown")]
    public void Of_TheNewestOrder_SaysNoMoreThanIsKnown(string text, CommandState state, string expected) =>
        Assert.AreEqual(expected, LocatorLed.Of([Order(9, "identify off", CommandState.Done), Order(1, text, state), Order(0, "a reboot", CommandState.Done, "reboot")]).Word);

    [TestMethod]
    public void Of_AHostThatNobodyAsked_IsUnknown() => Assert.AreEqual("LED unknown", LocatorLed.Of([]).Word);

    private static HostCommand Order(int minutesAgo, string text, CommandState state, string name = "identify") =>
        new() { Name = name, Text = text, State = state, Answer = state is CommandState.Done ? "" : "no BMC", OrderedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddDays(1).AddMinutes(-minutesAgo)) };
}
