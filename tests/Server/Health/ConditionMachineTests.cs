using SovereignFleet.Server.Health.Conditions;

namespace SovereignFleet.Tests.Server.Health;

[TestClass]
public sealed class ConditionMachineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(60);

    [TestMethod]
    // from, seen, held for s, last found s ago -> to ("" = none)
    [DataRow("", "Found", 0, 0, "Pending")]
    [DataRow("", "Clear", 0, 0, "")]
    [DataRow("", "Unknown", 0, 0, "")]
    [DataRow("Pending", "Found", 29, 1, "Pending")]
    [DataRow("Pending", "Found", 30, 1, "Firing")]
    [DataRow("Pending", "Clear", 29, 1, "")]
    [DataRow("Pending", "Unknown", 99, 99, "Pending")]
    [DataRow("Firing", "Found", 99, 99, "Firing")]
    [DataRow("Firing", "Clear", 99, 59, "Firing")]
    [DataRow("Firing", "Clear", 99, 60, "Resolved")]
    [DataRow("Firing", "Unknown", 9999, 9999, "Firing")]
    public void Next_OfEachState_IsAsTheTableSays(string from, string seen, int heldFor, int foundAgo, string to)
    {
        var current = from.Length == 0 ? null
            : new ConditionStatus(Enum.Parse<ConditionState>(from), Now.AddSeconds(-heldFor), Now.AddSeconds(-foundAgo));

        var next = ConditionMachine.Next(current, Enum.Parse<Observation>(seen), Hold, Keep, Now);

        Assert.AreEqual(to, next?.State.ToString() ?? "");
    }

    [TestMethod]
    public void Next_WithoutHold_FiresAtOnce() =>
        Assert.AreEqual(ConditionState.Firing, ConditionMachine.Next(null, Observation.Found, TimeSpan.Zero, Keep, Now)!.State);

    [TestMethod]
    public void Next_OfAResolvedOne_Throws() => Assert.ThrowsExactly<InvalidOperationException>(() =>
        ConditionMachine.Next(new ConditionStatus(ConditionState.Resolved, Now, Now), Observation.Found, Hold, Keep, Now));
}
