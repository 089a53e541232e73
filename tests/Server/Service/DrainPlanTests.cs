using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Tests.Support;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>What is done to a Host while it is out: in which order, by whom, and once.</summary>
[TestClass]
public sealed class DrainPlanTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Plan_OfTwoWorks_BeginsTheSecondWhenTheFirstIsProven()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, WorkPlan.Of(WorkKind.OwnWork, WorkKind.RemoteHands));
        Assert.AreEqual("OwnWork Begun, RemoteHands Planned", await StepsAsync(stage));
        Assert.AreEqual(0, await TicketsAsync(stage));

        await RepairedAsync(stage);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual("OwnWork Proven, RemoteHands Begun", await StepsAsync(stage));
        Assert.AreEqual(1, await TicketsAsync(stage));
        Assert.AreEqual(DrainState.Working, (await stage.DrainAsync(Token)).State);

        await RepairedAsync(stage);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual("OwnWork Proven, RemoteHands Proven", await StepsAsync(stage));
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task OwnWork_FromProposalToReturn_CallsNobodyAndLightsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, WorkPlan.Of(WorkKind.OwnWork));
        StringAssert.Contains((await stage.DrainAsync(Token)).WaitingFor, "your own work");

        await RepairedAsync(stage);
        await CloseAsync(stage, worker);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.Tickets.CountAsync(Token));
        Assert.AreEqual(0, await db.OutboxMessages.CountAsync(Token));
        Assert.AreEqual(0, await db.AgentCommands.CountAsync(Token));
    }

    [TestMethod]
    public async Task Propose_APlanThatThisServerCannotDo_IsRefusedWithAReason()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);

        Assert.AreEqual("this server cannot do RolloutStep; it can do RemoteHands, OwnWork, RestartUnit, ResetGpu, Reboot, PowerCycle, Soak", await RefusalAsync(stage, WorkKind.RolloutStep, WorkKind.OwnWork));
        Assert.AreEqual("a plan names at least one work", await RefusalAsync(stage));
        Assert.AreEqual("the plan names OwnWork twice", await RefusalAsync(stage, WorkKind.OwnWork, WorkKind.OwnWork));

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.Drains.CountAsync(Token));
        Assert.AreEqual(0, await db.WorkSteps.CountAsync(Token));
    }

    [TestMethod]
    public void Wire_EveryKindOfWork_HasTheSameName()
    {
        foreach (var kind in Enum.GetValues<WorkKind>())
        {
            Assert.AreEqual(kind, WorkKinds.FromWire(Enum.Parse<Wire.WorkKind>(kind.ToString())));
            Assert.AreEqual(kind, WorkKinds.FromWire(WorkKinds.ToWire(kind)));
        }

        foreach (var state in Enum.GetValues<WorkStepState>())
        {
            Assert.AreEqual(state.ToString(), WorkStates.ToWire(state).ToString());
        }

        Assert.AreEqual(WorkKind.RemoteHands, WorkKinds.PlanOf([]).Works.Single().Kind);
    }

    [TestMethod]
    public async Task Steps_OfAWholeDrain_AreWhatTheJournalSays()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, WorkPlan.RemoteHands);
        await RepairedAsync(stage);
        await CloseAsync(stage, worker);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var moved = await db.JournalEntries.Where(entry => entry.Kind == JournalKinds.DrainMoved).OrderBy(entry => entry.Id).ToListAsync(Token);
        var steps = await db.DrainSteps.OrderBy(step => step.Id).ToListAsync(Token);
        Assert.IsGreaterThan(8, steps.Count);
        CollectionAssert.AreEqual(
            moved.ConvertAll(entry => (entry.Data, entry.Actor, entry.At)),
            steps.ConvertAll(step => (JsonSerializer.Serialize(new { from = step.From?.ToString() ?? "", to = step.To.ToString() }), step.Actor, step.At)));
        foreach (var (entry, step) in moved.Zip(steps))
        {
            Assert.EndsWith(step.Text, entry.Summary);
        }
    }

    [TestMethod]
    public async Task Work_BegunAgainAfterACrash_IsOneTicketAndOneLight()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await WorkingAsync(database, WorkPlan.RemoteHands);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var step = await db.WorkSteps.SingleAsync(Token);
        var again = await stage.RemoteHands.BeginAsync(step, db, Token);
        await db.SaveChangesAsync(Token);

        Assert.AreEqual((step.ReferenceId, step.Reference), (again!.Id, again.Quoted));
        Assert.AreEqual(1, await TicketsAsync(stage));
        Assert.AreEqual(1, await db.AgentCommands.CountAsync(Token));
    }

    [TestMethod]
    public async Task Work_ThatIsNotProven_HoldsTheDrainUntilItIs()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var work = new ScriptedWork(WorkKind.Soak) { Reading = new(WorkProgress.Done, "it ran"), Unproven = "a GPU is missing" };
        var (stage, worker) = await WorkingAsync(database, WorkPlan.Of(WorkKind.Soak), work);
        Assert.AreEqual("proof of Soak: a GPU is missing", (await stage.DrainAsync(Token)).WaitingFor);

        work.Unproven = null;
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
        Assert.AreEqual(1, work.Begun);
    }

    [TestMethod]
    public async Task Work_ThatFails_WaitsForAPersonWhoDoesIt()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var work = new ScriptedWork(WorkKind.Soak) { Reading = new(WorkProgress.Failed, "a person: it failed") };
        var (stage, worker) = await WorkingAsync(database, WorkPlan.Of(WorkKind.Soak), work);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual("Soak Failed", await StepsAsync(stage));
        Assert.AreEqual("a person: it failed", (await stage.DrainAsync(Token)).WaitingFor);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.WorkFailed, Token));
        }

        await RepairedAsync(stage);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Cancel_WhileAWorkIsUnderWay_CallsItOff()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var work = new ScriptedWork(WorkKind.Soak);
        var (stage, worker) = await WorkingAsync(database, WorkPlan.Of(WorkKind.Soak), work);
        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", "person:ada", Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual((1, 1), (work.Begun, work.Ended), "it is called off at once");

        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);
        Assert.AreEqual(1, work.Begun);
    }

    private async Task<(DrainStage Stage, DrainReconciler Worker)> WorkingAsync(TestDatabase database, WorkPlan plan, params IWork[] kinds)
    {
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        stage.Kinds = kinds;
        var worker = stage.Worker();
        var reply = await stage.Requests.ProposeAsync(stage.Hosts[0].Name, "new kernel", urgent: true, plan, "person:ada", Token);
        Assert.IsNull(reply.Refusal);
        await worker.RunOnceAsync(Token);
        await stage.EmptiesAsync(worker, Token);
        return (stage, worker);
    }

    private async Task CloseAsync(DrainStage stage, DrainReconciler worker)
    {
        await stage.TickAsync(worker, Token);
        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
    }

    private async Task RepairedAsync(DrainStage stage) =>
        Assert.IsNull((await stage.Requests.MarkWorkDoneAsync((await stage.DrainAsync(Token)).Id, "done", "person:tom", null, 0, Token)).Refusal);

    private async Task<string?> RefusalAsync(DrainStage stage, params WorkKind[] kinds) =>
        (await stage.Requests.ProposeAsync(stage.Hosts[0].Name, "new kernel", urgent: true, WorkPlan.Of(kinds), "person:ada", Token)).Refusal;

    private async Task<string> StepsAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return string.Join(", ", (await db.WorkSteps.OrderBy(step => step.Ordinal).ToListAsync(Token)).Select(step => $"{step.Kind} {step.State}"));
    }

    private async Task<int> TicketsAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.Tickets.CountAsync(Token);
    }
}
