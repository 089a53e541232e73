using System.Runtime.InteropServices;
using SovereignFleet.Dashboard.Hosts.Charts;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Hosts.Charts;

[TestClass]
public sealed class ChartTableTests
{
    [TestMethod]
    public void OfMeans_BucketsOfDifferentSeconds_ShareOneAxisWithGaps()
    {
        var first = new GetTelemetryResponse { Seconds = { 10, 20 }, Mean = { 1000, 2000 } };
        var second = new GetTelemetryResponse { Seconds = { 20, 30 }, Mean = { 3000, double.NaN } };

        var table = ChartTable.OfMeans([first, second], 1000);

        Assert.AreEqual(3, table.Rows);
        double[] expected = [10, 20, 30, 1, 2, double.NaN, double.NaN, 3, double.NaN];
        Assert.IsTrue(MemoryMarshal.Cast<byte, double>(table.ToBytes()).SequenceEqual(expected));
    }
}
