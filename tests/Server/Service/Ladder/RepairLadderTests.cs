using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Ladder;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Tests.Server.Service.Ladder;

/// <summary>Which rung comes, by what fires, what is allowed and able, and what was tried over weeks.</summary>
[TestClass]
public sealed class RepairLadderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Drain = Guid.NewGuid();

    [TestMethod]
    [DataRow(nameof(RemedyKind.RestartInferenceServer), "RestartUnit vllm.service", "reboot")]
    [DataRow(nameof(RemedyKind.ResetGpu), "ResetGpu GPU-3", "reboot")]
    [DataRow(nameof(RemedyKind.Reboot), "Reboot", "power cycle")]
    [DataRow(nameof(RemedyKind.PowerCycle), "PowerCycle", "remote hands")]
    [DataRow(nameof(RemedyKind.Reseat), "PowerCycle", "remote hands")]
    [DataRow(nameof(RemedyKind.Replace), "RemoteHands", null)]
    [DataRow(nameof(RemedyKind.Inspect), "RemoteHands", null)]
    [DataRow(nameof(RemedyKind.None), "RemoteHands", null)]
    public void Next_OfARemedy_IsItsRungAndWhatComesAfter(string remedy, string works, string? next)
    {
        var rung = RepairLadder.Next(Facts(Enum.Parse<RemedyKind>(remedy)), Now);
        Assert.AreEqual((works, next), (Works(rung), rung.Next));
        Assert.IsFalse(string.IsNullOrEmpty(rung.Why));
    }

    [TestMethod]
    public void Next_ThePoolAllowsNothing_IsRemoteHands() =>
        AssertHands("the pool lets no machine mend its hosts", Facts(RemedyKind.ResetGpu) with { Allowed = new HashSet<WorkKind>() });

    [TestMethod]
    public void Next_OneFaultOfTwoIsForAPerson_IsRemoteHands()
    {
        var facts = Facts(RemedyKind.ResetGpu);
        AssertHands("row-remap-failure of GPU 5 is for a person: the part is to be replaced",
            facts with { Ailments = [.. facts.Ailments, new Ailment("row-remap-failure", "GPU-5", RemedyKind.Replace, "GPU-5")] });
    }

    [TestMethod]
    public void Next_TwoGpusNeedAReset_IsBothOneAfterTheOther()
    {
        var facts = Facts(RemedyKind.ResetGpu);
        Assert.AreEqual("ResetGpu GPU-3, ResetGpu GPU-5",
            Works(RepairLadder.Next(facts with { Ailments = [new Ailment("xid-48", "GPU-5", RemedyKind.ResetGpu, "GPU-5"), .. facts.Ailments] }, Now)));
    }

    [TestMethod]
    public void Next_AKindThatIsNotAllowedOrKnownOrObeyed_IsPassedOverAndSaysWhy()
    {
        var facts = Facts(RemedyKind.ResetGpu);
        AssertRung("Reboot", "the pool allows no GPU reset", facts with { Allowed = Only(WorkKind.Reboot) });
        AssertRung("Reboot", "this server can do no GPU reset", facts with { Known = Only(WorkKind.Reboot) });
        AssertRung("Reboot", "the host's agent does not obey gpu-reset", facts with { Obeys = new HashSet<string> { "reboot" } });
        AssertRung("Reboot", "the fault names no GPU to reset", facts with { Ailments = [new Ailment("gpus-blind", null, RemedyKind.ResetGpu, null)] });
        AssertRung("Reboot", "GPU-9 is not in the host any more", facts with { Ailments = [new Ailment("xid-48", "GPU-9", RemedyKind.ResetGpu, "GPU-9")] });
        AssertRung("Reboot", "the pool names no unit of the inference server",
            facts with { Unit = null, Allowed = Only(WorkKind.RestartUnit, WorkKind.Reboot), Ailments = [new Ailment("inference-down", null, RemedyKind.RestartInferenceServer, null)] });
    }

    [TestMethod]
    public void Next_TheHostIsSilent_IsAPowerCycleByTheGatewayOrRemoteHands()
    {
        var silent = Facts(RemedyKind.ResetGpu) with { IsHeard = false };
        AssertRung("PowerCycle", "the host is silent: its agent cannot be told of a reboot", silent with { HasGateway = true });
        AssertHands("the host is silent and no gateway reaches its BMC for a power cycle", silent);
        Assert.AreEqual("PowerCycle", Works(RepairLadder.Next(silent with { HasGateway = true, Ailments = [new Ailment("agent-silent", null, RemedyKind.Inspect, null)] }, Now)));
    }

    [TestMethod]
    public void Next_AGpuThatWasResetThreeTimesIn12Hours_IsLostAndNotResetAFourthTime()
    {
        TriedWork[] two = [Tried(WorkKind.ResetGpu, "GPU-3", 11), Tried(WorkKind.ResetGpu, "GPU-3", 5)];
        Assert.AreEqual("ResetGpu GPU-3", Works(RepairLadder.Next(Facts(RemedyKind.ResetGpu) with { Tried = two }, Now)));

        var lost = Facts(RemedyKind.ResetGpu) with { Tried = [.. two, Tried(WorkKind.ResetGpu, "GPU-3", 1)] };
        AssertHands("GPU 3 was reset 3 times within 12 h and needs it again: it is lost", lost);
        // Of another GPU, longer ago, or never done: none of these counts.
        Assert.AreEqual("ResetGpu GPU-3", Works(RepairLadder.Next(lost with { Tried = [.. two, Tried(WorkKind.ResetGpu, "GPU-5", 1)] }, Now)));
        Assert.AreEqual("ResetGpu GPU-3", Works(RepairLadder.Next(lost with { Tried = [.. two, Tried(WorkKind.ResetGpu, "GPU-3", 12)] }, Now)));
        Assert.AreEqual("ResetGpu GPU-3", Works(RepairLadder.Next(lost with { Tried = [.. two, Tried(WorkKind.ResetGpu, "GPU-3", 1) with { Reached = false }] }, Now)));
    }

    [TestMethod]
    public void Next_OverWeeks_IsBoundedToo()
    {
        AssertHands("the host was rebooted twice within 3 days and is broken again",
            Facts(RemedyKind.Reboot) with { Tried = [Tried(WorkKind.Reboot, null, 60), Tried(WorkKind.Reboot, null, 30)] });
        AssertHands("GPU 3 was reset 5 times within 28 days and needs it again: it is lost",
            Facts(RemedyKind.ResetGpu) with { Tried = Resets("GPU-3", 27, 22, 17, 12, 1.5) });
        AssertHands("a machine repaired it 5 times within 7 days, and it is broken again",
            Facts(RemedyKind.Reboot) with { Tried = Resets("GPU-5", 6, 5, 4, 3, 1) });
    }

    /// <summary>What another board in the slot went through is not its own, nor what was done to the Host for it.</summary>
    [TestMethod]
    public void Next_AGpuThatWasSwappedSince_BeginsAnew()
    {
        var facts = Facts(RemedyKind.Reboot) with { Tried = [Tried(WorkKind.Reboot, null, 60), Tried(WorkKind.Reboot, null, 30)] };
        Assert.AreEqual("Reboot", Works(RepairLadder.Next(facts with
        {
            Gpus = new Dictionary<string, LadderGpu> { ["GPU-3"] = new(3, "S-new", Now.AddHours(-20)) },
        }, Now)));
    }

    [TestMethod]
    public void Next_AfterWhatWasTriedInThisDrain_OnlyGoesDeeperAndEnds()
    {
        var facts = Facts(RemedyKind.ResetGpu) with { DrainId = Drain };
        var seen = new List<string>();
        while (seen.LastOrDefault() != "RemoteHands")
        {
            var rung = RepairLadder.Next(facts, Now);
            seen.Add(Works(rung));
            Assert.IsLessThan(6, seen.Count);
            facts = facts with { Tried = [.. facts.Tried, .. rung.Works.Select(work => new TriedWork(Drain, work.Kind, work.Target, Now, true, true, false))] };
        }

        Assert.AreEqual("ResetGpu GPU-3; Reboot; PowerCycle; RemoteHands", string.Join("; ", seen));
    }

    [TestMethod]
    public void Next_ARebootHelpedTheGpuAndNotTheServer_RestartsTheServer()
    {
        var facts = Facts(RemedyKind.RestartInferenceServer) with { DrainId = Drain, Tried = [new TriedWork(Drain, WorkKind.Reboot, null, Now, true, true, false)] };
        Assert.AreEqual("RestartUnit vllm.service", Works(RepairLadder.Next(facts, Now)));
    }

    [TestMethod]
    public void Summary_OfWhatWasTried_CountsWhatReachedTheMachine() => Assert.AreEqual(
        "GPU 3 reset twice, host rebooted once",
        TriedText.Summary(
            [Tried(WorkKind.Reboot, null, 1), Tried(WorkKind.ResetGpu, "GPU-3", 9), Tried(WorkKind.ResetGpu, "GPU-3", 8), Tried(WorkKind.PowerCycle, null, 1) with { Reached = false }],
            _ => "GPU 3"));

    private static LadderFacts Facts(RemedyKind remedy) => new()
    {
        Ailments = [new Ailment("xid-119", "GPU-3", remedy, Remedy.Of(remedy, "GPU-3").Target)],
        Allowed = RungKinds.Machine.ToHashSet(),
        Known = RungKinds.Machine.ToHashSet(),
        Unit = "vllm.service",
        IsHeard = true,
        HasGateway = false,
        Gpus = new Dictionary<string, LadderGpu> { ["GPU-3"] = new(3, "S3", DateTimeOffset.MinValue), ["GPU-5"] = new(5, "S5", DateTimeOffset.MinValue) },
    };

    private static HashSet<WorkKind> Only(params WorkKind[] kinds) => [.. kinds];

    private static TriedWork[] Resets(string gpu, params double[] daysAgo) => [.. daysAgo.Select(days => Tried(WorkKind.ResetGpu, gpu, days * 24))];

    private static TriedWork Tried(WorkKind kind, string? target, double hoursAgo) =>
        new(Guid.NewGuid(), kind, target, Now.AddHours(-hoursAgo), Reached: true, IsProven: true, Helped: true);

    private static void AssertHands(string why, LadderFacts facts) => AssertRung("RemoteHands", why, facts);

    private static void AssertRung(string works, string why, LadderFacts facts)
    {
        var rung = RepairLadder.Next(facts, Now);
        Assert.AreEqual(works, Works(rung), rung.Why);
        Assert.Contains(why, rung.Why!);
    }

    private static string Works(WorkPlan rung) => string.Join(", ", rung.Works.Select(work => $"{work.Kind} {work.Target}".Trim()));
}
