using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Hosts.Bmc;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Hosts.Bmc;

[TestClass]
public sealed class BmcAgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow(29, false, false, false)]
    [DataRow(31, false, false, true)]
    [DataRow(5, false, true, true)]
    [DataRow(5, true, true, false)]
    [DataRow(31, true, true, true)]
    public void IsOld_Readings_AreTooLongAgoOrOfASilentHostWithoutAGateway(int seconds, bool byGateway, bool stale, bool expected)
    {
        var detail = new HostDetail { BmcAt = Now.AddSeconds(-seconds).ToTimestamp(), BmcSource = new BmcSource { ByGateway = byGateway } };

        Assert.AreEqual(expected, BmcAge.IsOld(detail, stale, Now));
    }

    [TestMethod]
    public void IsOld_NothingReadYet_IsOld() => Assert.IsTrue(BmcAge.IsOld(new HostDetail(), false, Now));
}
