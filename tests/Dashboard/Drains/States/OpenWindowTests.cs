using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Drains.States;

[TestClass]
public sealed class OpenWindowTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("yul1", -60, 60, true)]
    [DataRow("yul1", 60, 120, false)]
    [DataRow("yul1", -60, 0, false)]
    [DataRow("fra1", -60, 60, false)]
    public void Until_WindowOfASite_OnlyWhileItIsOpen(string site, int start, int end, bool isOpen)
    {
        var fleet = new FleetSnapshot
        {
            Sites = { new Site { Id = "yul1", NextWindowStart = Now.AddMinutes(start).ToTimestamp(), NextWindowEnd = Now.AddMinutes(end).ToTimestamp() } },
        };
        Assert.AreEqual(isOpen ? Now.AddMinutes(end).ToTimestamp() : null, OpenWindow.Until(fleet, site, Now));
        Assert.IsNull(OpenWindow.Until(null, site, Now));
    }
}
