using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Tests.Server.Link;

[TestClass]
public sealed class BytePaceTests
{
    [TestMethod]
    public void Take_ADaysBacklogWaitsForNothingAndWhatIsWithoutEndDoes()
    {
        var time = new FakeTimeProvider();
        var pace = new BytePace(time);

        Assert.AreEqual(TimeSpan.Zero, pace.Take(BytePace.AtOnce));
        Assert.AreEqual(TimeSpan.FromSeconds(2), pace.Take(2 * BytePace.PerSecond));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.AreEqual(TimeSpan.Zero, pace.Take(BytePace.PerSecond));
        Assert.AreEqual(TimeSpan.FromSeconds(1), pace.Take(BytePace.PerSecond));
    }
}
