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
    [DataRow(DrainState.Working, Role.Technician, "repaired")]
    [DataRow(DrainState.Working, Role.Admin, "repaired cancel")]
    [DataRow(DrainState.Returning, Role.Admin, "")]
    [DataRow(DrainState.Closed, Role.Admin, "")]
    public void Of_AStateAndARole_AreThoseThatTheServerAllows(DrainState state, Role role, string expected)
    {
        var may = Of(state, role, "yul1");

        Assert.AreEqual(expected, string.Join(' ', Words(may)));
    }

    [TestMethod]
    public void Of_ATechnicianOfAnotherSite_SaysWhyNot() =>
        Assert.AreEqual("You work at fra2; this host stands at yul1.", Of(DrainState.Working, Role.Technician, "fra2").WhyNot);

    [TestMethod]
    public void Of_ADrainThatEnded_HasNothingToExplain() => Assert.IsNull(Of(DrainState.Closed, Role.Viewer, "").WhyNot);

    private static DrainActions Of(DrainState state, Role role, string site)
    {
        using var person = new SignedIn(new SignOuts());
        person.Update(new Person { Name = "ada", Role = role, SiteId = site });
        return DrainActions.Of(new Drain { SiteId = "yul1", State = state }, person);
    }

    private static IEnumerable<string> Words(DrainActions may) =>
        new[] { ("approve", may.Approve), ("vouch", may.Vouch), ("repaired", may.MarkWorkDone), ("cancel", may.Cancel) }.Where(pair => pair.Item2).Select(pair => pair.Item1);
}
