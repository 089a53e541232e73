using SovereignFleet.Dashboard.ControlPlane.Live;

namespace SovereignFleet.Tests.Dashboard.ControlPlane.Live;

[TestClass]
public sealed class FreshnessTests
{
    [TestMethod]
    [DataRow(9, true, false)]
    [DataRow(11, true, true)]
    [DataRow(11, false, false)]
    [DataRow(13, false, true)]
    public void Of_AnAge_IsStaleAfterTenSecondsOrAMissedSignOfLife(int seconds, bool broken, bool stale) =>
        Assert.AreEqual(stale, Freshness.Of(TimeSpan.FromSeconds(seconds), broken).IsStale);
}
