using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Drains;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Drains;

[TestClass]
public sealed class DrainActionsTests
{
    [TestMethod]
    [DataRow(DrainState.Proposed, Role.OnCall, "approve cancel")]
    [DataRow(DrainState.Proposed, Role.Viewer, "")]
    [DataRow(DrainState.Overdue, Role.Operator, "vouch cancel")]
    [DataRow(DrainState.Working, Role.Technician, "done")]
    [DataRow(DrainState.Working, Role.Admin, "done cancel")]
    [DataRow(DrainState.Returning, Role.Admin, "")]
    [DataRow(DrainState.Closed, Role.Admin, "")]
    public void Of_AStateAndARole_AreThoseThatTheServerAllows(DrainState state, Role role, string expected)
    {
        var may = Of(state, role, "yul1");

        Assert.AreEqual(expected, string.Join(' ', Words(may)));
    }

    [TestMethod]
    [DataRow(true, Role.OnCall, "lift cancel")]
    [DataRow(true, Role.Technician, "")]
    [DataRow(false, Role.OnCall, "cancel")]
    public void Of_ABlockedDrain_LiftsTheLimitOnlyWhereItBlocks(bool braked, Role role, string expected)
    {
        var drain = new Drain { SiteId = "yul1", State = DrainState.Blocked, Guard = new GuardVerdict { Braked = braked } };

        Assert.AreEqual(expected, string.Join(' ', Words(Of(drain, role, "yul1"))));
    }

    [TestMethod]
    [DataRow(DrainState.Working, WorkState.Begun, true, "done")]
    [DataRow(DrainState.Working, WorkState.Begun, false, "")]
    [DataRow(DrainState.Working, WorkState.Planned, true, "")]
    [DataRow(DrainState.Working, WorkState.Failed, false, "done")]
    [DataRow(DrainState.Validating, WorkState.Proven, false, "done")]
    public void Of_AWorkAtHand_TakesAPersonsWordWhereItCounts(DrainState state, WorkState work, bool byPerson, string expected)
    {
        var drain = new Drain { SiteId = "yul1", State = state, Works = { new DrainWork { Ordinal = 1, State = WorkState.Proven, ByPerson = true }, new DrainWork { Ordinal = 2, State = work, ByPerson = byPerson } } };

        Assert.AreEqual(expected, string.Join(' ', Words(Of(drain, Role.Technician, "yul1"))));
    }

    // The card said "Cancel again to return it as it is", and had no button for it.
    [TestMethod]
    [DataRow(DrainState.Draining, false)]
    [DataRow(DrainState.Overdue, false)]
    [DataRow(DrainState.Validating, true)]
    public void Of_ACancelledDrain_IsCancelledAgainWhereAPersonMayReturnItAsItIs(DrainState state, bool mayCancel)
    {
        var drain = new Drain { SiteId = "yul1", State = state, CancelRequestedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch) };

        var may = Of(drain, Role.OnCall, "yul1");

        Assert.AreEqual((mayCancel, false, false), (may.Cancel, may.Approve, may.Vouch));
    }

    [TestMethod]
    public void Of_ATechnicianOfAnotherSite_SaysWhyNot() =>
        Assert.AreEqual("You work at fra2; this host stands at yul1.", Of(DrainState.Working, Role.Technician, "fra2").WhyNot);

    [TestMethod]
    public void Of_ATechnicianOfNoSite_MayDoNothingAndIsToldWhy()
    {
        var may = Of(DrainState.Working, Role.Technician, "");

        Assert.AreEqual(("", "You work at no site: an administrator gives you one on the page People."), (string.Join(' ', Words(may)), may.WhyNot));
    }

    [TestMethod]
    public void Of_ADrainThatEnded_HasNothingToExplain() => Assert.IsNull(Of(DrainState.Closed, Role.Viewer, "").WhyNot);

    private static DrainActions Of(DrainState state, Role role, string site) => Of(new Drain { SiteId = "yul1", State = state }, role, site);

    private static DrainActions Of(Drain drain, Role role, string site)
    {
        using var person = new SignedIn(new SignOuts());
        person.Update(new Person { Name = "ada", Role = role, SiteId = site });
        return DrainActions.Of(drain, person);
    }

    private static IEnumerable<string> Words(DrainActions may) =>
        new[] { ("approve", may.Approve), ("vouch", may.Vouch), ("lift", may.LiftBrake), ("done", may.MarkWorkDone), ("cancel", may.Cancel) }.Where(pair => pair.Item2).Select(pair => pair.Item1);
}
