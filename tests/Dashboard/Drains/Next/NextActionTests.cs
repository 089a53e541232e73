using SovereignFleet.Dashboard.Drains.Next;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Drains.Next;

[TestClass]
public sealed class NextActionTests
{
    private static readonly Dictionary<DrainState, NextKind> OfWhoMay = new()
    {
        [DrainState.Proposed] = NextKind.Approve,
        [DrainState.Approved] = NextKind.Follow,
        [DrainState.Reserved] = NextKind.Follow,
        [DrainState.Cordoned] = NextKind.Follow,
        [DrainState.Draining] = NextKind.Follow,
        [DrainState.Empty] = NextKind.Follow,
        [DrainState.Working] = NextKind.MarkWorkDone,
        [DrainState.Validating] = NextKind.Follow,
        [DrainState.Returning] = NextKind.Follow,
        [DrainState.Closed] = NextKind.None,
        [DrainState.Blocked] = NextKind.Follow,
        [DrainState.Cancelled] = NextKind.None,
        [DrainState.Failed] = NextKind.None,
        [DrainState.Overdue] = NextKind.Vouch,
    };

    // "Drain the host now" stood beside a host that had been drained.
    [TestMethod]
    public void Of_EveryStateAndRole_IsTheOneThingThatThisPersonCanDo()
    {
        foreach (var state in Enum.GetValues<DrainState>().Where(state => state != DrainState.Unspecified))
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                var next = Of(Facts(state), role, "yul1");

                var wanted = OfWhoMay[state];
                var may = wanted switch
                {
                    NextKind.None or NextKind.Follow => true,
                    NextKind.MarkWorkDone => role is Role.Technician or Role.OnCall or Role.Operator or Role.Admin,
                    _ => role is Role.OnCall or Role.Operator or Role.Admin,
                };
                Assert.AreEqual(may ? wanted : NextKind.Follow, next.Kind, $"{state} to {role}");
                Assert.AreEqual(may, next.WhyNot is null, $"{state} to {role}");
                Assert.AreNotEqual("", next.Says, $"{state}");
            }
        }
    }

    [TestMethod]
    [DataRow(DrainState.Blocked, true, false, NextKind.LiftBrake)]
    [DataRow(DrainState.Working, false, true, NextKind.MarkWorkDone)]
    public void Of_ADrainThatIsHeldOrWhoseWorkFailed_IsAPersons(DrainState state, bool braked, bool failed, NextKind expected)
    {
        var facts = Facts(state) with { IsBraked = braked, HasFailedWork = failed, TakesWord = failed };

        Assert.AreEqual(expected, Of(facts, Role.OnCall, "yul1").Kind);
        Assert.IsTrue(facts.WaitsForAPerson);
        Assert.IsFalse((facts with { IsUndone = true }).WaitsForAPerson);
        Assert.AreEqual(NextKind.Follow, Of(facts with { IsUndone = true }, Role.OnCall, "yul1").Kind);
    }

    [TestMethod]
    public void Of_WorkThatProvesItself_IsOnlyFollowed() =>
        Assert.AreEqual(NextKind.Follow, Of(Facts(DrainState.Working) with { TakesWord = false }, Role.Admin, "yul1").Kind);

    [TestMethod]
    [DataRow(true, Role.OnCall, NextKind.Propose)]
    [DataRow(true, Role.Viewer, NextKind.Open)]
    [DataRow(false, Role.Admin, NextKind.Open)]
    public void Of_AHostWithoutADrain_ProposesOneWhereItsTroubleAsksForIt(bool asks, Role role, NextKind expected)
    {
        using var person = Person(role, "yul1");

        Assert.AreEqual(expected, NextAction.Of(null, asks, "yul1", person).Kind);
    }

    [TestMethod]
    public void Of_ATechnicianOfAnotherSite_SaysWhyNot() =>
        Assert.AreEqual("You work at fra2; this host stands at yul1.", Of(Facts(DrainState.Working), Role.Technician, "fra2").WhyNot);

    private static DrainFacts Facts(DrainState state) => new(state, false, false, state is DrainState.Working or DrainState.Validating, false);

    private static NextAction Of(DrainFacts facts, Role role, string site)
    {
        using var person = Person(role, site);
        return NextAction.Of(facts, true, "yul1", person);
    }

    private static SignedIn Person(Role role, string site)
    {
        var person = new SignedIn(new SignOuts());
        person.Update(new Person { Name = "ada", Role = role, SiteId = site });
        return person;
    }
}
