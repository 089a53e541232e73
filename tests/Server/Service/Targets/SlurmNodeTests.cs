using SovereignFleet.Server.Service.Targets.Slurm;

namespace SovereignFleet.Tests.Server.Service.Targets;

/// <summary>What Slurm prints, and what follows from it.</summary>
[TestClass]
public sealed class SlurmNodeTests
{
    private const string Ours = "sovereignfleet: out of service by a drain";

    [TestMethod]
    [DataRow("IDLE", "", "", false, "")]
    [DataRow("MIXED+DRAIN", Ours, "", true, "")]
    [DataRow("IDLE+DRAIN", "bad PSU", "", false, "drained in Slurm by root: bad PSU")]
    [DataRow("IDLE+FAIL", Ours, "", false, "drained in Slurm by root: " + Ours)] // set by a person: "drain" gives no FAIL
    [DataRow("DOWN+NOT_RESPONDING", "Not responding", "DOWN in Slurm: Not responding", false, "")]
    [DataRow("IDLE+NOT_RESPONDING", "", "not responding to Slurm", false, "")]
    [DataRow("IDLE*", "", "not responding to Slurm", false, "")] // before 21.08
    [DataRow("IDLE*+DRAIN", Ours, "", true, "")]
    [DataRow("IDLE+MAINT", "", "MAINT in Slurm", false, "")]
    [DataRow("IDLE+CLOUD+POWERED_DOWN", "", "", false, "")] // it is started for the next job
    public void Parse_State_SaysWhoseAndWhyNot(string state, string reason, string down, bool ours, string theirs)
    {
        var node = Parse(state, reason);
        Assert.AreEqual((down, ours, theirs), (node.Down ?? "", node.IsOurs, node.Theirs ?? ""));
    }

    [TestMethod]
    [DataRow("IDLE+DRAIN", Ours, "state=resume")]
    [DataRow("MIXED+DRAIN", Ours, "state=resume")]
    [DataRow("DOWN+DRAIN", Ours, "state=resume")] // it went down in our hands: a reboot that Slurm did not expect
    [DataRow("IDLE+DRAIN+NOT_RESPONDING", Ours, "state=undrain")]
    [DataRow("DOWN+DRAIN+NOT_RESPONDING", Ours, "state=undrain reason=Not responding")]
    [DataRow("DOWN+DRAIN", Ours + "; it was down before: bad PSU", "state=undrain reason=bad PSU")]
    public void GivenBack_OurDrain_LiftsNoMoreThanThat(string state, string reason, string told) =>
        Assert.AreEqual(told, string.Join(" ", Parse(state, reason).GivenBack));

    [TestMethod]
    [DataRow("IDLE", "", Ours)]
    [DataRow("DOWN", "bad PSU", Ours + "; it was down before: bad PSU")]
    [DataRow("DOWN", "", Ours + "; it was down before: no reason given")]
    [DataRow("DOWN+NOT_RESPONDING", "Not responding", Ours)] // Slurm's own word, which passes by itself
    public void ReasonOfDrain_NodeAsItIs_KeepsWhyItWasDown(string state, string reason, string told) =>
        Assert.AreEqual(told, Parse(state, reason).ReasonOfDrain);

    [TestMethod]
    public void Parse_TextThatIsNoNode_IsNone()
    {
        Assert.IsNull(SlurmNode.Parse("Node nope not found"));
        Assert.IsNull(SlurmNode.Parse("NodeName=gpu01 Arch=x86_64"));
        Assert.IsNull(SlurmNode.Parse(""));
    }

    [TestMethod]
    [DataRow("17 RUNNING\n18_3 SUSPENDED\n19 COMPLETING\n20 COMPLETED\n21 PENDING\n22 NEWER_THAN_US", "17,18_3,19,22")]
    [DataRow("", "")]
    public void JobsIn_AllStates_AreThoseOnTheNode(string text, string jobs) => Assert.AreEqual(jobs, string.Join(",", SlurmNode.JobsIn(text)));

    private static SlurmNode Parse(string state, string reason) => SlurmNode.Parse(
        $"NodeName=gpu01 Arch=x86_64 CoresPerSocket=1  CPUAlloc=0 CPUEfctv=2 CPUTot=2 OS=Linux 6.1 #1 SMP State={state} ThreadsPerCore=1 Partitions=main"
        + (reason.Length > 0 ? $" ExtSensorsTemp=n/s Reason={reason} [root@2026-11-29T06:40:14]" : ""))!;
}
