using SovereignFleet.Server.Alerts.Holds;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Tests.Server.Alerts;

/// <summary>What a machine is about to mend wakes nobody, where the Pool allows it and for a while.</summary>
[TestClass]
public sealed class LadderHoldTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Holds_WithoutADrainYet_ForTheTimeInWhichOneBegins()
    {
        Assert.IsTrue(LadderHold.Holds(Fault(), Pool(), null, Now));
        Assert.IsFalse(LadderHold.Holds(Fault(), Pool(), null, Now + LadderHold.ToBegin));
        Assert.IsFalse(LadderHold.Holds(Fault(), Pool(automatic: false), null, Now), "a person is to approve it");
        Assert.IsFalse(LadderHold.Holds(Fault(), Pool(repairs: []), null, Now));
        Assert.IsFalse(LadderHold.Holds(Fault(), null, null, Now));
        Assert.IsFalse(LadderHold.Holds(Fault(remedy: RemedyKind.Replace), Pool(), null, Now));
        Assert.IsFalse(LadderHold.Holds(Fault(remedy: RemedyKind.Reboot), Pool(repairs: ["gpu-reset"]), null, Now));
        Assert.IsFalse(LadderHold.Holds(Fault(code: "gpu-temperature"), Pool(), null, Now));
        Assert.IsFalse(LadderHold.Holds(Fault(code: "risk"), Pool(), null, Now));
    }

    [TestMethod]
    [DataRow(nameof(DrainState.Approved), true)]
    [DataRow(nameof(DrainState.Draining), true)]
    [DataRow(nameof(DrainState.Working), true)]
    [DataRow(nameof(DrainState.Validating), true)]
    [DataRow(nameof(DrainState.Returning), true)]
    [DataRow(nameof(DrainState.Blocked), false)]
    [DataRow(nameof(DrainState.Overdue), false)]
    public void Holds_WhileAMachineIsAtIt_AndNotWhenAPersonIsWaitedFor(string state, bool held) =>
        Assert.AreEqual(held, LadderHold.Holds(Fault(), Pool(), Work(Enum.Parse<DrainState>(state)), Now + LadderHold.ToBegin));

    [TestMethod]
    public void Holds_AtHandsOrPastItsTimeOrOfAnotherPart_Ends()
    {
        var later = Now + TimeSpan.FromMinutes(20);
        Assert.IsTrue(LadderHold.Holds(Fault(), Pool(), Work(DrainState.Working), later));
        Assert.IsFalse(LadderHold.Holds(Fault(), Pool(), Work(DrainState.Working), Now + LadderHold.Longest));
        Assert.IsFalse(LadderHold.Holds(Fault(), Pool(), Work(DrainState.Working, WorkKind.RemoteHands), later));
        Assert.IsFalse(LadderHold.Holds(Fault(), Pool(), Work(DrainState.Working, step: WorkStepState.Failed), later));
        Assert.IsFalse(LadderHold.Holds(Fault(gpu: "GPU-5"), Pool(), Work(DrainState.Working), later), "another part");
        Assert.IsFalse(LadderHold.Holds(Fault(), Pool(), Work(DrainState.Working, cause: DrainCause.PlannedMaintenance), later), "a person's plan");
    }

    [TestMethod]
    public void RepairHold_WhileAMachineIsAtOnePart_TellsTheFaultsOfOthers()
    {
        var work = Work(DrainState.Working);
        Assert.IsFalse(RepairHold.Holds(Fault(code: "ecc-uncorrected", gpu: "GPU-5"), work));
        Assert.IsFalse(RepairHold.Holds(Fault(code: "xid-79", gpu: "GPU-5"), work));
        Assert.IsTrue(RepairHold.Holds(Fault(code: "agent-silent", gpu: null), work));
        Assert.IsFalse(RepairHold.Holds(Fault(code: "agent-silent", gpu: null, firedAt: Now.AddMinutes(-5)), work), "it fired before the work began");
    }

    private static Pool Pool(bool automatic = true, string[]? repairs = null) => new()
    {
        Id = "llm-ca",
        Name = "LLM",
        Jurisdiction = "CA",
        Target = "haproxy",
        AutomaticApproval = automatic,
        Repairs = repairs ?? ["gpu-reset", "reboot"],
    };

    private static Condition Fault(string code = "xid-119", string? gpu = "GPU-3", RemedyKind remedy = RemedyKind.ResetGpu, DateTimeOffset? firedAt = null) => new()
    {
        Id = Guid.NewGuid(),
        Rule = code,
        Code = code,
        HostId = Guid.Empty,
        GpuUuid = gpu,
        State = ConditionState.Firing,
        Severity = Severity.Critical,
        Drain = DrainAdvice.Now,
        Sentence = code,
        Action = "",
        Remedy = remedy,
        RemedyTarget = gpu,
        Since = Now,
        FiredAt = firedAt ?? Now,
    };

    private static WorkOnHost Work(
        DrainState state, WorkKind kind = WorkKind.ResetGpu, WorkStepState step = WorkStepState.Begun, DrainCause cause = DrainCause.Fault)
    {
        var drain = new Drain
        {
            Id = Guid.NewGuid(),
            HostId = Guid.Empty,
            PoolId = "llm-ca",
            SiteId = "yul1",
            GpuUuid = "GPU-3",
            State = state,
            Reason = "",
            ProposedBy = "",
            Cause = cause,
            Urgent = true,
            ProposedAt = Now,
        };
        return new WorkOnHost(drain,
        [
            new WorkStep { DrainId = drain.Id, Ordinal = 1, Kind = WorkKind.ResetGpu, Target = "GPU-3", State = WorkStepState.PassedOver, BegunAt = Now.AddMinutes(-1) },
            new WorkStep { DrainId = drain.Id, Ordinal = 2, Kind = kind, Target = kind == WorkKind.ResetGpu ? "GPU-3" : null, State = step, BegunAt = Now },
        ]);
    }
}
