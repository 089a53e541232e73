using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Drains.States;

[TestClass]
public sealed class DrainPlanTests
{
    [TestMethod]
    public void Place_OfAPlan_IsTheWorkAtHandOfAll()
    {
        var drain = DrainOf(WorkState.Proven, WorkState.Begun, WorkState.Planned);

        Assert.AreEqual("Work 2 of 3", DrainPlan.Place(drain));
        Assert.AreEqual("remote hands, then reboot, then soak test", DrainPlan.Sentence(drain));
        Assert.IsFalse(DrainPlan.IsLast(drain));
        Assert.IsTrue(DrainPlan.IsLast(DrainOf(WorkState.Proven, WorkState.Proven, WorkState.Begun)));
        Assert.AreEqual("Work", DrainPlan.Place(DrainOf(WorkState.Begun)));
        Assert.IsNull(DrainPlan.AtHand(DrainOf(WorkState.Proven)));
    }

    [TestMethod]
    public void Of_AFailedWork_WaitsForAPersonUntilOneSaysThatItIsDone()
    {
        var drain = DrainOf(WorkState.Failed);
        Assert.AreEqual((DrainColumn.Person, Tone.Act, "work failed"), (DrainLook.Of(drain).Column, DrainLook.Of(drain).Tone, DrainLook.Of(drain).Word));
        Assert.AreEqual("failed", WorkLook.Of(drain.Works[0]).Word);

        drain.Works[0].DoneBy = "person:tom";
        Assert.AreEqual((DrainColumn.Maintenance, "working"), (DrainLook.Of(drain).Column, DrainLook.Of(drain).Word));
        Assert.AreEqual("done by hand, to be proven", WorkLook.Of(drain.Works[0]).Word);
    }

    [TestMethod]
    public void Of_ADrainThatTheLimitBlocks_WaitsForAPerson()
    {
        Assert.AreEqual(DrainColumn.Person, DrainLook.Of(new Drain { State = DrainState.Blocked, Guard = new GuardVerdict { Braked = true } }).Column);
        Assert.AreEqual(DrainColumn.Waiting, DrainLook.Of(new Drain { State = DrainState.Blocked, Guard = new GuardVerdict() }).Column);
        Assert.AreEqual(DrainColumn.Waiting, DrainLook.Of(new Drain { State = DrainState.Blocked }).Column);
    }

    [TestMethod]
    [DataRow("", "", "remote hands")]
    [DataRow("", "SF-2026-0042", "remote hands (SF-2026-0042)")]
    [DataRow("GPU-1", "", "remote hands (GPU-1)")]
    [DataRow("GPU-1", "SF-2026-0042", "remote hands (GPU-1, SF-2026-0042)")]
    public void Name_OfAWork_IsTheServersWithWhatAPersonQuotes(string target, string reference, string expected) =>
        Assert.AreEqual(expected, WorkLook.Name(new DrainWork { Name = "remote hands", TargetName = target, Reference = reference, ByPerson = true }));

    private static Drain DrainOf(params WorkState[] states)
    {
        string[] names = ["remote hands", "reboot", "soak test"];
        var drain = new Drain { State = DrainState.Working };
        drain.Works.Add(states.Select((state, place) => new DrainWork { Ordinal = (uint)place + 1, Name = names[place], State = state }));
        return drain;
    }
}
