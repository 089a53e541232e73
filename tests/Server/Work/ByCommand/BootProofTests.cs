using SovereignFleet.Server.Work.ByCommand;
using static SovereignFleet.Tests.Server.Work.ByCommand.ProofScene;

namespace SovereignFleet.Tests.Server.Work.ByCommand;

[TestClass]
public sealed class BootProofTests
{
    [TestMethod]
    [DataRow("boot-1", "boot-2", false, "proven")]
    [DataRow("boot-2", "boot-2", false, "not yet: another boot than boot-2")]
    [DataRow("boot-1", null, false, "not yet: the agent to say in which boot the host is")]
    [DataRow("boot-1", "", false, "not yet: the agent to say in which boot the host is")]
    [DataRow("boot-1", "boot-2", true, "not yet: one machine that speaks as the host: two do, and another boot may be the other machine's")]
    [DataRow(null, "boot-2", false, "never: in which boot the host was before is not known, so that no other boot proves anything")]
    [DataRow("", "boot-2", false, "never: in which boot the host was before is not known, so that no other boot proves anything")]
    public void Judge_OfTwoBoots_OnlyAnotherOneOfTheOneMachineProves(string? before, string? after, bool duplicated, string expected) =>
        Assert.AreEqual(expected, Words(BootProof.Judge(before, Facts with { Boot = after, IsDuplicated = duplicated }, Now)));

    [TestMethod]
    public void Judge_AnotherBootThatHasReadNothingYet_IsNotProven() => Assert.AreEqual(
        "not yet: a reading of the host from after 2026-11-28 11:59:50Z", Words(BootProof.Judge("boot-1", Facts with { ReadAt = Now.AddSeconds(-20) }, Now)));
}
