using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

[TestClass]
public sealed class PersonsWordTests
{
    [TestMethod]
    [DataRow("Begun", true, "")]
    [DataRow("Failed", true, "")]
    [DataRow("Failed", false, "")]
    [DataRow("Planned", true, "work 2, scripted Soak, has not begun; wait for it, or cancel the drain")]
    [DataRow("Planned", false, "work 2, scripted Soak, has not begun; wait for it, or cancel the drain")]
    [DataRow("Begun", false, "work 2, scripted Soak, is under way and ends by its own proof, not by a person's word: 12 of 30 minutes; wait for it, or cancel the drain")]
    public void WhyNot_AStepOfAWork_CountsWhereAPersonDoesIt(string state, bool byPerson, string refusal) =>
        Assert.AreEqual(refusal, PersonsWord.WhyNot(Step(Enum.Parse<WorkStepState>(state)), Works(byPerson), 0) ?? "");

    [TestMethod]
    public void WhyNot_AWorkThatIsNotAtHand_IsRefused()
    {
        Assert.AreEqual("work 1 is not at hand: work 2, scripted Soak, is", PersonsWord.WhyNot(Step(WorkStepState.Begun), Works(true), 1));
        Assert.IsNull(PersonsWord.WhyNot(Step(WorkStepState.Begun), Works(true), 2));
        Assert.AreEqual("work 2 is not at hand: the plan is done", PersonsWord.WhyNot(null, Works(true), 2));
        Assert.IsNull(PersonsWord.WhyNot(null, Works(true), 0));
    }

    [TestMethod]
    [DataRow("Begun")]
    [DataRow("Failed")]
    public void WhyNot_AWorkThatThisServerDoesNotKnow_IsRefused(string state) => Assert.AreEqual(
        "work 2, Soak, is none that this server can do; cancel the drain, or start the version that can",
        PersonsWord.WhyNot(Step(Enum.Parse<WorkStepState>(state)), new Works([]), 0));

    [TestMethod]
    public void WhyNot_AProvenStep_IsABug() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PersonsWord.WhyNot(Step(WorkStepState.Proven), Works(true), 0));

    private static Works Works(bool byPerson) => new([new ScriptedWork(WorkKind.Soak) { IsByPerson = byPerson }]);

    private static WorkStep Step(WorkStepState state) =>
        new() { DrainId = Guid.NewGuid(), Ordinal = 2, Kind = WorkKind.Soak, State = state, WaitingFor = "12 of 30 minutes" };
}
