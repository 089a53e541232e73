using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Prediction.History;
using SovereignFleet.Server.Prediction.States;

namespace SovereignFleet.Tests.Server.Prediction;

[TestClass]
public sealed class RiskModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly RiskModel Model = new([new BaseState(), new RowRemapFailureState(), new SramThresholdState(), new UncorrectableEpisodeState(), new RowRemapPendingState(), new RepeatedLossState(), new LemonState()]);

    [TestMethod]
    public void Judge_OfAQuietGpu_IsTheUsualRisk()
    {
        var estimate = Model.Judge(History([]), Now);

        Assert.AreEqual(RiskDecision.Watch, estimate.Decision);
        Assert.AreEqual(0.0005, estimate.Probability24h, 1e-9);
    }

    [TestMethod]
    public void Judge_OfAStormWithinAnHour_IsOneEpisode()
    {
        var storm = Enumerable.Range(0, 50).Select(minute => Xid(94, Now.AddDays(-1).AddMinutes(minute))).ToArray();

        Assert.AreEqual(RiskDecision.Validate, Model.Judge(History(storm), Now).Decision);
    }

    [TestMethod]
    public void Judge_OfASecondEpisode_IsADrain()
    {
        var estimate = Model.Judge(History([Xid(94, Now.AddDays(-9)), Xid(48, Now.AddDays(-1))]), Now);

        Assert.AreEqual(RiskDecision.Drain, estimate.Decision);
        Assert.StartsWith("2 episodes of uncorrectable memory errors in 30 days", estimate.Reason);
    }

    [TestMethod]
    public void Judge_OfTwoStatesOfOneFamily_CountsTheLarger()
    {
        var both = Model.Judge(History([], new GpuReading { RowRemapFailure = 1, RowRemapPending = 1 }), Now);

        Assert.AreEqual(1 - (1 - 0.5) * (1 - 0.0005), both.Probability24h, 1e-9);
    }

    [TestMethod]
    public void Judge_OfApplicationXids_IsTheUsualRisk() =>
        Assert.AreEqual(RiskDecision.Watch, Model.Judge(History([Xid(13, Now.AddDays(-3)), Xid(31, Now.AddDays(-2)), Xid(43, Now.AddDays(-1))]), Now).Decision);

    [TestMethod]
    [DataRow(0.0109, false)]
    [DataRow(0.0111, true)]
    public void IsNews_OfATenth_IsTrue(double p24h, bool news) => Assert.AreEqual(news, RiskWatch.IsNews(
        new Risk { GpuUuid = "g", HostId = Guid.NewGuid(), Probability24h = 0.01, Probability7d = 0.03 },
        new RiskEstimate(p24h, 0.03, RiskDecision.Watch, "")));

    private static GpuHistory History(GpuEvent[] events, GpuReading? reading = null) => new("g", Now.AddYears(-1), events, reading);

    private static GpuEvent Xid(int code, DateTimeOffset at) => new(at, EventKinds.Xid, code);
}
