using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Windows;

namespace SovereignFleet.Tests.Server.Plans;

/// <summary>Which Hosts begin now, or why none does: every reason, without a database.</summary>
[TestClass]
public sealed class PlanMachineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 7, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Next_TwoAtOnce_BeginsTheFirstTwoAndTheThirdWaitsItsTurn()
    {
        var decision = Next(Plan(atOnce: 2), Host(1), Host(2), Host(3));
        Assert.AreEqual("h1, h2", Names(decision.Begin));
        Assert.AreEqual("at most 2 hosts of the plan are out at once", decision.Hosts[2].Blocker!.Why);
    }

    [TestMethod]
    public void Next_OneIsOut_BeginsOneMore() =>
        Assert.AreEqual("h2", Names(Next(Plan(atOnce: 2), Out(1, DrainState.Working), Host(2), Host(3)).Begin));

    [TestMethod]
    public void Next_OneThatFailedAndIsStillOut_TakesItsPlace()
    {
        var failed = Out(1, DrainState.Validating, since: Now - RepairProof.Patience);
        Assert.IsEmpty(Next(Plan(failures: 5), failed, Host(2)).Begin);
    }

    [TestMethod]
    public void Next_LimitOfAPoolOrRack_CountsWhatOthersDrainedToo()
    {
        OutPlace[] others = [new(Guid.NewGuid(), "llm", "yul1", "B07")];
        Assert.AreEqual("at most 1 host of pool llm is out at once", FirstWhy(Next(new PlanView(Plan(atOnce: 4, perPool: 1), [Host(1)], others))));
        Assert.AreEqual("at most 1 host of rack B07 is out at once", FirstWhy(Next(new PlanView(Plan(atOnce: 4, perRack: 1), [Host(1)], others))));
        Assert.AreEqual("h1", Names(Next(new PlanView(Plan(atOnce: 4, perRack: 1), [Host(1) with { SiteId = "fra1" }], others)).Begin));
    }

    [TestMethod]
    public void Next_PoolThatCanSpareOne_BeginsOneThoughTheGuardAllowsEach()
    {
        var decision = Next(Plan(atOnce: 4), Host(1) with { Guard = Spares(1) }, Host(2) with { Guard = Spares(1) });
        Assert.AreEqual("h1", Names(decision.Begin));
        Assert.StartsWith("the pool cannot spare it now: ", decision.Hosts[1].Blocker!.Why);
        Assert.AreEqual("another host of the pool is back in service, or the pool requires fewer", decision.Hosts[1].Blocker!.Lifts);
    }

    [TestMethod]
    public void Next_OneOnItsWayOutThatIsNotReservedYet_CountsAgainstThePool() =>
        Assert.IsEmpty(Next(Plan(atOnce: 4), Out(1, DrainState.Approved), Host(2) with { Guard = Spares(1) }).Begin);

    [TestMethod]
    public void Next_PoolThatCanSpareNone_BeginsNoneAndSaysSo()
    {
        var decision = Next(Plan(), Host(1) with { Guard = Spares(0) });
        Assert.IsEmpty(decision.Begin);
        Assert.StartsWith("h1: the pool cannot spare it now", decision.Sentence);
    }

    [TestMethod]
    public void Next_BeforeItsDate_BeginsNone()
    {
        var decision = Next(Plan(start: PlanStart.Date, notBefore: Now.AddMinutes(1)), Host(1));
        Assert.IsEmpty(decision.Begin);
        Assert.AreEqual("it begins 2026-11-28 07:01Z", decision.Sentence);
        Assert.AreEqual("h1", Names(Next(Plan(start: PlanStart.Date, notBefore: Now), Host(1)).Begin));
    }

    [TestMethod]
    public void Next_InWindows_BeginsOnlyWhereOneIsOpen()
    {
        var plan = Plan(start: PlanStart.Window, atOnce: 4);
        var decision = Next(
            plan, Host(1) with { Window = new WindowTime("weekly", Now.AddHours(-1), Now.AddHours(1)) }, Host(2) with { Window = new WindowTime("weekly", Now.AddHours(1), Now.AddHours(2)) }, Host(3));
        Assert.AreEqual("h1", Names(decision.Begin));
        Assert.AreEqual("the next Window of yul1 opens 2026-11-28 08:00Z", decision.Hosts[1].Blocker!.Why);
        Assert.AreEqual("yul1 has no Window that opens", decision.Hosts[2].Blocker!.Why);
        Assert.AreEqual("declare one in the inventory, or plan for now or for a date", decision.Hosts[2].Blocker!.Lifts);
    }

    [TestMethod]
    public void Next_WindowThatClosedMeanwhile_FinishesItsHostAndBeginsNoOther()
    {
        var closed = new WindowTime("weekly", Now.AddDays(7), Now.AddDays(7).AddHours(4));
        var decision = Next(Plan(start: PlanStart.Window, atOnce: 4), Out(1, DrainState.Working) with { Window = closed }, Host(2) with { Window = closed });
        Assert.AreEqual(PlanHostState.Running, decision.Hosts[0].State);
        Assert.IsEmpty(decision.Begin);
        Assert.IsEmpty(decision.Cancel);
    }

    [TestMethod]
    [DataRow(true, "nothing is heard of it")]
    [DataRow(false, "it has a live drain already, which is Blocked")]
    public void Next_HostThatIsSilentOrDrainedAlready_Waits(bool silent, string why)
    {
        var host = silent ? Host(1) with { Liveness = Liveness.Silent } : Host(1) with { Elsewhere = DrainState.Blocked };
        var decision = Next(Plan(), host, Host(2));
        Assert.AreEqual("h2", Names(decision.Begin));
        Assert.AreEqual((PlanHostState.Waiting, why), (decision.Hosts[0].State, decision.Hosts[0].Blocker!.Why));
    }

    [TestMethod]
    public void Next_HostThatLeftItsPoolOrTheFleet_IsSkippedWithTheReason()
    {
        var decision = Next(Plan(), Host(1) with { PoolId = null }, Host(2) with { IsRetired = true });
        Assert.IsTrue(decision.Hosts.All(host => host.State == PlanHostState.Skipped));
        Assert.AreEqual("it was taken out of the fleet", decision.Hosts[1].Blocker!.Why);
        Assert.AreEqual(PlanState.Finished, decision.State);
    }

    [TestMethod]
    [DataRow(nameof(DrainState.Closed), nameof(PlanHostState.Done))]
    [DataRow(nameof(DrainState.Cancelled), nameof(PlanHostState.Skipped))]
    [DataRow(nameof(DrainState.Failed), nameof(PlanHostState.Failed))]
    [DataRow(nameof(DrainState.Overdue), nameof(PlanHostState.Failed))]
    [DataRow(nameof(DrainState.Validating), nameof(PlanHostState.Running))]
    [DataRow(nameof(DrainState.Blocked), nameof(PlanHostState.Running))]
    public void Next_DrainInItsState_IsWhereTheHostStands(string drain, string expected) =>
        Assert.AreEqual(expected, Next(Plan(), Out(1, Enum.Parse<DrainState>(drain)), Host(2)).Hosts[0].State.ToString());

    [TestMethod]
    public void Next_HostThatCameBackWithFewerGpus_FailsAfterAWhileAndPausesThePlan()
    {
        var host = Out(1, DrainState.Validating, since: Now - RepairProof.Patience);
        Assert.AreEqual(PlanHostState.Running, Next(Plan(), host with { Drain = host.Drain! with { StateSince = Now - RepairProof.Patience + TimeSpan.FromSeconds(1) } }, Host(2)).Hosts[0].State);
        var decision = Next(Plan(atOnce: 4), host, Host(2));
        Assert.AreEqual(PlanState.Paused, decision.State);
        Assert.IsEmpty(decision.Begin);
        Assert.AreEqual("a person: h1: it did not prove itself within 30 minutes and stays out of service. Look at it, then resume the plan or stop it", decision.Sentence);
    }

    [TestMethod]
    public void Next_MoreFailedThanMay_Pauses()
    {
        var failed = Out(1, DrainState.Working) with { Drain = Drain(DrainState.Working) with { FailedWork = "work 1, reboot, failed: it did not boot" } };
        Assert.AreEqual(PlanState.Running, Next(Plan(atOnce: 3, failures: 1), failed, Host(2)).State);
        Assert.AreEqual(PlanState.Paused, Next(Plan(atOnce: 3, failures: 1), failed, Fails(2), Host(3)).State);
    }

    [TestMethod]
    public void Next_FailuresThatAPersonLookedAt_DoNotPauseAgainAndANewOneDoes()
    {
        var plan = Plan(atOnce: 4);
        plan.FailuresSeen = 1;
        var seen = Fails(1);
        seen.Row.State = PlanHostState.Failed;
        Assert.AreEqual("h2", Names(Next(plan, seen, Host(2)).Begin));
        Assert.AreEqual(PlanState.Paused, Next(plan, seen, Fails(2), Host(3)).State);
        // The one that was looked at is mended at the very moment at which another fails.
        var mended = Out(1, DrainState.Working);
        mended.Row.State = PlanHostState.Failed;
        Assert.AreEqual((PlanState.Paused, 0), (Next(plan, mended, Fails(2), Host(3)).State, Next(plan, mended, Fails(2), Host(3)).FailuresSeen));
    }

    [TestMethod]
    public void Next_FailedHostThatAPersonMended_IsDone()
    {
        var host = Out(1, DrainState.Closed);
        host.Row.State = PlanHostState.Failed;
        Assert.AreEqual(PlanHostState.Done, Next(Plan(), host, Host(2)).Hosts[0].State);
    }

    [TestMethod]
    public void Next_PausedPlan_TakesBackWhatHasTouchedNothingAndLetsTheRestRun()
    {
        var plan = Plan(atOnce: 4, state: PlanState.Paused);
        var (blocked, working, shared) = (Out(1, DrainState.Blocked), Out(2, DrainState.Working), Out(3, DrainState.Approved));
        shared = shared with { Drain = shared.Drain! with { IsShared = true } };
        var decision = Next(plan, blocked, working, shared, Host(4));
        Assert.AreEqual("h1", Names(decision.Withdraw));
        CollectionAssert.AreEqual(new[] { blocked.Drain!.Id }, decision.Cancel.ToArray());
        Assert.IsEmpty(decision.Begin);
    }

    [TestMethod]
    public void Next_WithdrawnHost_WaitsAgainAndIsCancelledUntilItIs()
    {
        var host = Out(1, DrainState.Blocked);
        host.Row.Withdrawn = true;
        // The server died between the mark and the cancel, and the plan goes on again meanwhile.
        Assert.HasCount(1, Next(Plan(), host).Cancel);
        var over = Out(1, DrainState.Cancelled);
        over.Row.Withdrawn = true;
        var decision = Next(Plan(), over);
        Assert.IsTrue(decision.Hosts[0] is { State: PlanHostState.Waiting, IsAgain: true });
        Assert.AreEqual(PlanState.Running, decision.State);
    }

    [TestMethod]
    public void Next_StoppedPlan_SkipsWhatWaitsAndEndsWhenNothingIsOut()
    {
        var plan = Plan(atOnce: 4, state: PlanState.Stopping);
        var decision = Next(plan, Out(1, DrainState.Working), Host(2));
        Assert.AreEqual((PlanState.Stopping, PlanHostState.Skipped), (decision.State, decision.Hosts[1].State));
        Assert.IsEmpty(decision.Cancel);
        Assert.AreEqual(PlanState.Stopped, Next(plan, Out(1, DrainState.Closed), Host(2)).State);
    }

    [TestMethod]
    public void Next_StoppedWithCancel_CancelsWhatIsOutOnce()
    {
        var plan = Plan(atOnce: 4, state: PlanState.Stopping);
        plan.CancelRunning = true;
        var asked = Out(2, DrainState.Draining);
        asked = asked with { Drain = asked.Drain! with { CancelRequested = true } };
        var working = Out(1, DrainState.Working);
        CollectionAssert.AreEqual(new[] { working.Drain!.Id }, Next(plan, working, asked).Cancel.ToArray());
    }

    [TestMethod]
    public void Next_CancelledDrainWhoseHostDied_KeepsThePlanStoppingUntilItIsOver()
    {
        var plan = Plan(state: PlanState.Stopping);
        plan.CancelRunning = true;
        var dead = Out(1, DrainState.Validating, since: Now.AddHours(-1)) with { Liveness = Liveness.Silent };
        var decision = Next(plan, dead with { Drain = dead.Drain! with { CancelRequested = true } });
        Assert.AreEqual((PlanState.Stopping, "h1 to be over"), (decision.State, decision.Sentence));
    }

    [TestMethod]
    public void Next_EndHasCome_FinishesItsHostsAndBeginsNoOther()
    {
        var plan = Plan(atOnce: 4, endsAt: Now);
        var decision = Next(plan, Out(1, DrainState.Working), Out(2, DrainState.Blocked), Host(3));
        Assert.AreEqual(PlanState.Ended, decision.State);
        Assert.AreEqual("h2", Names(decision.Withdraw));
        Assert.StartsWith("a person: its end came at 2026-11-28 07:00Z, and 1 of its hosts have not begun", decision.Sentence);
        // Nothing is left to begin: it only finishes.
        Assert.AreEqual(PlanState.Running, Next(plan, Out(1, DrainState.Working)).State);
    }

    [TestMethod]
    public void Next_NothingLeft_IsFinished() =>
        Assert.AreEqual(PlanState.Finished, Next(Plan(), Out(1, DrainState.Closed), Out(2, DrainState.Closed)).State);

    private static PlanDecision Next(Plan plan, params SeenHost[] hosts) => Next(new PlanView(plan, hosts, []));

    private static PlanDecision Next(PlanView view) => PlanMachine.Next(view, Now);

    private static string Names(IEnumerable<SeenHost> hosts) => string.Join(", ", hosts.Select(host => host.Name));

    private static string FirstWhy(PlanDecision decision) => decision.Hosts[0].Blocker!.Why;

    private static Plan Plan(
        int atOnce = 1, int? perPool = null, int? perRack = null, int failures = 0, PlanStart start = PlanStart.Now, DateTimeOffset? notBefore = null, DateTimeOffset? endsAt = null,
        PlanState state = PlanState.Running) => new()
        {
            Id = Guid.NewGuid(),
            Reason = "driver 570",
            CreatedBy = "person:ada",
            CreatedAt = Now,
            State = state,
            StateSince = Now,
            StateBy = "person:ada",
            Start = start,
            NotBefore = notBefore,
            EndsAt = endsAt,
            AtOnce = atOnce,
            PerPool = perPool,
            PerRack = perRack,
            Failures = failures,
            Works = PlanWorks.Write(WorkPlan.Of(WorkKind.Reboot)),
        };

    private static SeenHost Host(int number) => new(
        new PlanHost { PlanId = Guid.Empty, HostId = Guid.NewGuid(), SiteId = "yul1", Ordinal = number }, $"h{number}")
    {
        SiteId = "yul1",
        Rack = "B07",
        PoolId = "llm",
        Liveness = Liveness.Live,
        Guard = Spares(10),
    };

    private static SeenHost Out(int number, DrainState state, DateTimeOffset? since = null)
    {
        var host = Host(number) with { Drain = Drain(state) with { StateSince = since ?? Now } };
        (host.Row.State, host.Row.DrainId) = (PlanHostState.Running, host.Drain!.Id);
        return host;
    }

    private static SeenHost Fails(int number) => Out(number, DrainState.Overdue);

    private static SeenDrain Drain(DrainState state) => new(Guid.NewGuid(), state, Now);

    /// <summary>Of a Pool of which so many may go.</summary>
    private static GuardVerdict Spares(int count) => GuardVerdict.Refused($"{7 + count} are available, 7 must stay", Now) with
    {
        Allowed = count > 0,
        Available = 7 + count,
        Required = 6,
        Spare = 1,
        Takes = 1,
    };
}
