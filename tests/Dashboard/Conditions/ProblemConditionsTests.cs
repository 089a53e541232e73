using SovereignFleet.Dashboard.Conditions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Conditions;

[TestClass]
public sealed class ProblemConditionsTests
{
    private static readonly Condition First = new() { Id = "first" };
    private static readonly Condition Second = new() { Id = "second" };
    private static readonly Condition Taken = new() { Id = "taken", AcknowledgedBy = "ada" };
    private static readonly Condition Alone = new() { Id = "alone" };
    private static readonly Condition[] Shown = [Second, First, Taken, Alone];
    private static readonly Problem[] Problems = [new() { ConditionIds = { "taken", "first", "second" } }];

    [TestMethod]
    [DataRow("first", "first second")]
    [DataRow("second", "")]
    [DataRow("taken", "")]
    [DataRow("alone", "alone")]
    public void AcknowledgedWith_ACondition_IsAllOfItsProblemOnce(string id, string expected) =>
        Assert.AreEqual(expected, Of(id, Problems));

    // Before the fleet is known each of a problem's conditions would be taken alone.
    [TestMethod]
    public void AcknowledgedWith_BeforeTheProblemsAreKnown_IsNothing() => Assert.AreEqual("", Of("first", null));

    private static string Of(string id, Problem[]? problems) =>
        string.Join(' ', ProblemConditions.AcknowledgedWith(Shown.Single(each => each.Id == id), Shown, problems).Select(each => each.Id));
}
