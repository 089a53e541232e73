using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Tests.Server.Service;

[TestClass]
public sealed class DrainMachineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    // State and what is seen, to the next state and the effect. Nothing else may happen.
    [TestMethod]
    [DataRow("Proposed", "quiet", "Proposed", "None")]
    [DataRow("Proposed", "policy", "Approved", "None")]
    [DataRow("Proposed", "resolved", "Cancelled", "None")]
    [DataRow("Proposed", "cancel", "Cancelled", "None")]
    [DataRow("Approved", "taking", "Reserved", "None")]
    [DataRow("Approved", "guard-no", "Blocked", "None")]
    [DataRow("Approved", "unreachable", "Blocked", "None")]
    [DataRow("Approved", "missing", "Blocked", "None")]
    [DataRow("Approved", "window-shut", "Approved", "None")]
    [DataRow("Blocked", "guard-no", "Blocked", "None")]
    [DataRow("Blocked", "taking", "Reserved", "None")]
    [DataRow("Reserved", "taking", "Reserved", "Cordon")]
    [DataRow("Reserved", "quiet", "Cordoned", "None")]
    [DataRow("Reserved", "unreachable", "Reserved", "None")]
    [DataRow("Reserved", "missing", "Blocked", "None")]
    [DataRow("Reserved", "late-unreachable", "Overdue", "None")]
    [DataRow("Cordoned", "quiet", "Draining", "None")]
    [DataRow("Cordoned", "taking", "Reserved", "None")]
    [DataRow("Draining", "quiet", "Empty", "None")]
    [DataRow("Draining", "two-readings", "Draining", "None")]
    [DataRow("Draining", "sessions", "Draining", "None")]
    [DataRow("Draining", "in-flight", "Draining", "None")]
    [DataRow("Draining", "unknown", "Draining", "None")]
    [DataRow("Draining", "stale", "Draining", "None")]
    [DataRow("Draining", "silent", "Overdue", "None")]
    [DataRow("Draining", "unreachable", "Draining", "None")]
    [DataRow("Draining", "taking", "Reserved", "None")]
    [DataRow("Draining", "late-sessions", "Overdue", "None")]
    [DataRow("Draining", "cancel", "Draining", "Uncordon")]
    [DataRow("Draining", "keeps-clients", "Draining", "Close")]
    [DataRow("Draining", "short", "Draining", "Uncordon")]
    [DataRow("Draining", "short-fault", "Empty", "None")]
    [DataRow("Overdue", "short", "Overdue", "Uncordon")]
    [DataRow("Reserved", "short-taking", "Blocked", "None")]
    [DataRow("Overdue", "sessions", "Overdue", "None")]
    [DataRow("Overdue", "quiet", "Empty", "None")]
    [DataRow("Overdue", "silent", "Overdue", "None")]
    [DataRow("Overdue", "vouched-silent", "Empty", "None")]
    [DataRow("Overdue", "vouched-sessions", "Overdue", "None")]
    [DataRow("Overdue", "late-keeps-clients", "Overdue", "Close")]
    [DataRow("Empty", "quiet", "Working", "None")]
    [DataRow("Empty", "cancel", "Validating", "None")]
    [DataRow("Empty", "sessions", "Empty", "None")]
    [DataRow("Working", "cancel", "Validating", "None")]
    [DataRow("Working", "keeps-clients", "Working", "Close")]
    [DataRow("Validating", "cancel", "Returning", "None")]
    [DataRow("Validating", "cancel-not-proven", "Validating", "None")]
    [DataRow("Working", "quiet", "Working", "None")]
    [DataRow("Working", "taking", "Working", "Cordon")]
    [DataRow("Working", "repaired", "Validating", "None")]
    [DataRow("Validating", "quiet", "Returning", "None")]
    [DataRow("Validating", "not-proven", "Validating", "None")]
    [DataRow("Returning", "quiet", "Returning", "Uncordon")]
    [DataRow("Returning", "taking", "Closed", "None")]
    [DataRow("Returning", "taking-down", "Returning", "None")]
    [DataRow("Returning", "taking-unproven", "Returning", "None")]
    [DataRow("Returning", "unreachable", "Returning", "None")]
    [DataRow("Returning", "missing", "Failed", "None")]
    public void Next_StateAndObservation_StateAndEffect(string state, string seen, string next, string effect)
    {
        var drain = Drain(Enum.Parse<DrainState>(state), seen);
        var decision = DrainMachine.Next(drain, Observed(seen), Now);
        Assert.AreEqual($"{next} {effect}", $"{decision.State} {decision.Effect}", decision.Sentence);
        Assert.AreNotEqual("", decision.Sentence);
    }

    [TestMethod]
    [DataRow("Closed")]
    [DataRow("Cancelled")]
    [DataRow("Failed")]
    public void Next_EndedDrain_Throws(string state) =>
        Assert.ThrowsExactly<InvalidOperationException>(() => DrainMachine.Next(Drain(Enum.Parse<DrainState>(state), ""), Observed("quiet"), Now));

    [TestMethod]
    public void Next_EveryLiveStateCancelledWithTheTargetBack_IsCancelled()
    {
        foreach (var state in Enum.GetValues<DrainState>().Except(DrainMachine.Final))
        {
            // Where hands may have been on the Host, only a person's word gives it back as it is.
            var drain = Drain(state, "cancel");
            drain.ReturnAsItIs = state is DrainState.Empty or DrainState.Working or DrainState.Validating;
            Assert.AreEqual(DrainState.Cancelled, DrainMachine.Next(drain, Observed("taking"), Now).State, state.ToString());
        }
    }

    [TestMethod]
    public void Next_ReturnOfAServerThatSomebodyElseHadDrained_LeavesItSo()
    {
        var drain = Drain(DrainState.Returning, "");
        drain.FoundDrained = """["one"]""";
        var decision = DrainMachine.Next(drain, Observed("quiet"), Now);
        Assert.AreEqual(DrainState.Closed, decision.State);
        StringAssert.Contains(decision.Sentence, "left as found");
    }

    [TestMethod]
    public void Next_QuietBeforeTheCordon_CountsFromTheCordonOn()
    {
        var drain = Drain(DrainState.Draining, "");
        drain.QuietAtCordon = 100;
        var heartbeat = new HeartbeatReading(Now, 0, 0, 102, Now.AddHours(-1));
        Assert.AreEqual(DrainState.Draining, DrainMachine.Next(drain, Observed("quiet") with { Heartbeat = heartbeat }, Now).State);
        Assert.AreEqual(DrainState.Empty, DrainMachine.Next(drain, Observed("quiet") with { Heartbeat = heartbeat with { QuietReadings = 103 } }, Now).State);
    }

    private static Drain Drain(DrainState state, string seen)
    {
        var touched = state is not (DrainState.Proposed or DrainState.Approved or DrainState.Blocked or DrainState.Reserved);
        return new Drain
        {
            Id = Guid.NewGuid(),
            HostId = Guid.NewGuid(),
            PoolId = "llm-ca",
            SiteId = "yul1",
            State = state,
            Cause = seen is "short" or "short-taking" ? DrainCause.PlannedMaintenance : DrainCause.Fault,
            Reason = "ecc",
            ProposedBy = "condition:1",
            ProposedAt = Now.AddMinutes(-5),
            StateSince = Now.AddMinutes(-1),
            Urgent = seen != "window-shut",
            Deadline = seen.StartsWith("late", StringComparison.Ordinal) ? Now.AddSeconds(-1) : Now.AddMinutes(30),
            CordonedAt = touched ? Now.AddMinutes(-1) : null,
            FoundDrained = touched ? "[]" : null,
            CancelRequested = seen.StartsWith("cancel", StringComparison.Ordinal),
            RepairedBy = seen == "repaired" ? "person:tom" : null,
            OverrideBy = seen.StartsWith("vouched", StringComparison.Ordinal) ? "person:ada" : null,
        };
    }

    private static DrainObservation Observed(string seen) => Observed(seen, Heard(seen));

    private static DrainObservation Observed(string seen, HeartbeatReading heartbeat) => new()
    {
        Target = new TargetReading([new EndpointReading("one", TargetOf(seen), seen.EndsWith("sessions", StringComparison.Ordinal) ? 2 : 0, "as told")
        {
            KeepsClients = seen.EndsWith("keeps-clients", StringComparison.Ordinal),
            Down = seen == "taking-down" ? "down in HAProxy: L4CON" : null,
            Unproven = seen == "taking-unproven" ? "its check has not passed yet" : null,
        }]),
        Heartbeat = heartbeat,
        Liveness = new LivenessOptions().Of(heartbeat.HeardAt, Now),
        Guard = new GuardVerdict
        {
            Allowed = seen != "guard-no",
            Sentence = "the arithmetic",
            Available = seen.StartsWith("short", StringComparison.Ordinal) ? 5 : 8,
            Required = 6,
            Spare = 1,
            Reserved = 0,
            NotAvailable = [],
            At = Now,
        },
        Plan = Plan(seen),
        StillCalledFor = seen != "resolved",
        ApprovedByPolicy = seen == "policy",
        WindowOpen = seen != "window-shut",
        NextWindow = Now.AddDays(2),
        NotRepaired = seen is "not-proven" or "cancel-not-proven" ? ["the agent is to be heard after the repair"] : [],
    };

    // One step, remote hands, that has begun.
    private static PlanReading Plan(string seen) => new(
        new WorkStep { DrainId = Guid.NewGuid(), Ordinal = 1, Kind = WorkKind.RemoteHands, State = WorkStepState.Begun, BegunAt = Now },
        seen == "repaired" ? new WorkReading(WorkProgress.Done, "person:tom says that it is repaired") : new WorkReading(WorkProgress.UnderWay, "remote hands"),
        Unproven: null,
        IsLast: true);

    private static HeartbeatReading Heard(string seen) => seen switch
    {
        "in-flight" => new HeartbeatReading(Now, 1, 0, 0, null),
        "unknown" => new HeartbeatReading(Now, null, null, 0, null),
        "two-readings" => new HeartbeatReading(Now, 0, 0, 2, Now.AddSeconds(-2)),
        "stale" => new HeartbeatReading(Now.AddSeconds(-20), 0, 0, 9, Now.AddSeconds(-30)),
        "silent" or "vouched-silent" => new HeartbeatReading(Now.AddSeconds(-61), 0, 0, 9, Now.AddSeconds(-50)),
        _ => new HeartbeatReading(Now, 0, 0, 3, Now.AddSeconds(-3)),
    };

    private static EndpointState TargetOf(string seen) => seen switch
    {
        "taking" or "taking-down" or "taking-unproven" or "short-taking" or "guard-no" or "policy" => EndpointState.Taking,
        "unreachable" or "late-unreachable" => EndpointState.Unreachable,
        "missing" => EndpointState.Missing,
        _ => EndpointState.Drained,
    };
}
