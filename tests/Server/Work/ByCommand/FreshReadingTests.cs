using SovereignFleet.Server.Work.ByCommand;
using static SovereignFleet.Tests.Server.Work.ByCommand.ProofScene;

namespace SovereignFleet.Tests.Server.Work.ByCommand;

[TestClass]
public sealed class FreshReadingTests
{
    [TestMethod]
    [DataRow(1, 1, null)]
    [DataRow(9, 5, null)]
    [DataRow(10, 1, "a reading of the host from after 2026-11-28 11:59:50Z")]
    [DataRow(30, 1, "a reading of the host from after 2026-11-28 11:59:50Z")]
    [DataRow(7, 6, "a fresh reading of the host; the last came at 2026-11-28 11:59:54Z")]
    public void WhyNot_AFrameReadAndHeardSecondsAgo_CountsWhereItIsOfAfterTheAnswer(int readAgo, int heardAgo, string? expected) =>
        Assert.AreEqual(expected, FreshReading.WhyNot(Facts with { ReadAt = Now.AddSeconds(-readAgo), HeardAt = Now.AddSeconds(-heardAgo) }, Now));

    [TestMethod]
    public void WhyNot_NothingHeard_IsNoReading()
    {
        const string Never = "a first reading of the host; nothing was ever heard of it";

        Assert.AreEqual(Never, FreshReading.WhyNot(Facts with { HeardAt = null }, Now));
        Assert.AreEqual(Never, FreshReading.WhyNot(Facts with { Frame = null }, Now));
        Assert.AreEqual(Never, FreshReading.WhyNot(Facts with { ReadAt = null }, Now));
    }
}
