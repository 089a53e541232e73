using SovereignFleet.Server.Telemetry.Ranges;

namespace SovereignFleet.Tests.Server.Telemetry;

[TestClass]
public sealed class DownsamplerTests
{
    private static readonly DateTimeOffset From = DateTimeOffset.FromUnixTimeSeconds(1_000);

    [TestMethod]
    public void Points_OfASpike_KeepItAtAnyZoom()
    {
        var series = new Downsampler(From, From.AddSeconds(100), maxPoints: 2);
        for (var second = 1_000; second < 1_050; second++)
        {
            series.Add(second, second == 1_020 ? 99 : 40);
        }

        var points = series.Points();

        Assert.AreEqual(99, points[0].Max);
        Assert.AreEqual(40, points[0].Min);
        Assert.IsTrue(double.IsNaN(points[1].Mean), "nothing is known of the second half");
    }

    [TestMethod]
    public void Add_OutsideTheRange_CountsNowhere()
    {
        var series = new Downsampler(From, From.AddSeconds(10), maxPoints: 1);

        series.Add(999, 1);
        series.Add(1_010, 1);

        Assert.IsTrue(double.IsNaN(series.Points().Single().Max));
    }
}
