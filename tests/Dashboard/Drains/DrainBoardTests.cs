using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Drains;
using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Drains;

[TestClass]
public sealed class DrainBoardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Column_OfDrainsThatEnded_HasTheLastTwelveOrAllOfTheRange()
    {
        var ended = Enumerable.Range(0, 20).Select(hours => DrainOf($"d{hours}", "h", DrainState.Closed, hours + 0.5)).ToList();

        var newest = DrainBoard.Column(ended, DrainColumn.Done, null, null, Now);
        var ofSixHours = DrainBoard.Column(ended, DrainColumn.Done, null, TimeRange.Named("6h"), Now);

        Assert.AreEqual("d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 d10 d11", string.Join(' ', newest.Select(drain => drain.Id)));
        Assert.AreEqual("d0 d1 d2 d3 d4 d5", string.Join(' ', ofSixHours.Select(drain => drain.Id)));
    }

    [TestMethod]
    public void Column_OfDrainsThatGoOn_HasThoseOfTheSiteWhateverTheirAge()
    {
        Drain[] drains =
        [
            DrainOf("old", "a", DrainState.Draining, 900), DrainOf("other-site", "b", DrainState.Draining, 1, "fra2"),
            DrainOf("new", "c", DrainState.Cordoned, 1), DrainOf("other-column", "d", DrainState.Proposed, 1),
        ];

        var draining = DrainBoard.Column(drains, DrainColumn.Draining, "yul1", TimeRange.Hour, Now);

        Assert.AreEqual("new old", string.Join(' ', draining.Select(drain => drain.Id)));
        Assert.IsTrue(DrainBoard.AnyDraining(drains));
        Assert.IsFalse(DrainBoard.AnyDraining(drains[3..]));
    }

    // Only the live ones are counted anew: the others stay as they are.
    [TestMethod]
    public void Renewed_ByWhatWasCounted_KeepsTheRest()
    {
        var counted = DrainOf("a", "h", DrainState.Draining, 1);
        counted.InFlight = 3;

        var renewed = DrainBoard.Renewed([DrainOf("a", "h", DrainState.Draining, 1), DrainOf("b", "i", DrainState.Closed, 2)], [counted, DrainOf("c", "j", DrainState.Proposed, 0)]).ToList();

        Assert.AreEqual("a b", string.Join(' ', renewed.Select(drain => drain.Id)));
        Assert.AreEqual(3, renewed[0].InFlight);
    }

    [TestMethod]
    public void Newest_OfEachHost_IsTheOneProposedLast() => Assert.AreEqual(
        "b2 h1",
        string.Join(' ', DrainBoard.Newest([DrainOf("b1", "b", DrainState.Closed, 9), DrainOf("b2", "b", DrainState.Closed, 3), DrainOf("h1", "h", DrainState.Closed, 5)]).Order(StringComparer.Ordinal)));

    private static Drain DrainOf(string id, string host, DrainState state, double hoursAgo, string site = "yul1")
    {
        var at = Now.AddHours(-hoursAgo).ToTimestamp();
        return new Drain { Id = id, HostName = host, SiteId = site, State = state, StateSince = at, ProposedAt = at };
    }
}
