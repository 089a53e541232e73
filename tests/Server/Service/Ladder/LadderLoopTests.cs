using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service.Ladder;

/// <summary>A Host that a machine mends, and one that it does not, from the fault to the return.</summary>
[TestClass]
public sealed class LadderLoopTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Reset_ThatMends_ReturnsTheHostAndWakesNobody()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker, fault) = await FoundAsync(database);
        await WorkAsync(stage, worker);
        Assert.AreEqual("ResetGpu Begun", await StepsAsync(stage));

        await AnswerAsync(stage, "gpu-reset");
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
        await TellAsync(stage);
        await ProveAsync(stage, worker);

        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
        await TellAsync(stage);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(ConditionState.Resolved, (await db.Conditions.SingleAsync(row => row.Id == fault.Id, Token)).State);
        Assert.AreEqual((0, 0, 0), (await db.Tickets.CountAsync(Token), await db.OutboxMessages.CountAsync(Token), await db.Alerts.CountAsync(row => row.EndedAt == null, Token)));
        Assert.IsNull((await db.Gpus.SingleAsync(gpu => gpu.Uuid == "GPU-1", Token)).RepairedAt, "a reset is no new part");
    }

    [TestMethod]
    public async Task Reset_ThatDoesNotHelp_IsFollowedByARebootAndByHandsWithATicketThatSaysWhatWasTried()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker, fault) = await FoundAsync(database);
        await SpeaksAsync(stage, "boot-1");
        await WorkAsync(stage, worker);
        await AnswerAsync(stage, "gpu-reset");
        await stage.TickAsync(worker, Token);
        await AgainAsync(stage, worker, fault);
        Assert.AreEqual("ResetGpu PassedOver, Reboot Begun", await StepsAsync(stage));
        await TellAsync(stage);
        Assert.AreEqual(0, await OutboxAsync(stage), "a machine is still at it");

        await SpeaksAsync(stage, "boot-2");
        await AnswerAsync(stage, "reboot");
        await stage.TickAsync(worker, Token);
        await AgainAsync(stage, worker, fault);
        Assert.AreEqual("ResetGpu PassedOver, Reboot PassedOver, RemoteHands Begun", await StepsAsync(stage));
        await TellAsync(stage);

        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var ticket = await db.Tickets.SingleAsync(Token);
        Assert.Contains("Tried:       GPU 0 reset once, host rebooted once", ticket.Body);
        Assert.EndsWith("replace GPU 0, serial S1", ticket.Subject);
        Assert.AreEqual(1, await db.OutboxMessages.CountAsync(row => EF.Functions.Like(row.Topic, "alert:%"), Token), "now a person is told");

        var drain = await stage.DrainAsync(Token);
        Assert.IsNull((await stage.Requests.MarkWorkDoneAsync(drain.Id, "replaced", "person:tom", null, 0, Token)).Refusal);
        await stage.TickAsync(worker, Token);
        await AgainAsync(stage, worker, fault);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State, "after hands a person is waited for");
        Assert.AreEqual(3, await db.WorkSteps.CountAsync(Token));
    }

    [TestMethod]
    public async Task Rung_ThatTheAgentRefuses_IsPassedOverAndCountsForNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker, _) = await FoundAsync(database);
        await WorkAsync(stage, worker);
        await AnswerAsync(stage, "gpu-reset", CommandState.Refused);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual("ResetGpu PassedOver, Reboot Begun", await StepsAsync(stage));

        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var steps = await db.WorkSteps.OrderBy(step => step.Ordinal).ToListAsync(Token);
        Assert.Contains("it was refused", steps[0].WaitingFor);
        Assert.DoesNotContain("a person", steps[0].WaitingFor);
        Assert.Contains("the GPU reset could not be done", steps[1].Why!);
        var shown = await new DrainReader(stage.Contexts, stage.Works, stage.Time).FindAsync((await stage.DrainAsync(Token)).Id, SiteScope.All, Token);
        Assert.AreEqual("PassedOver, Begun", string.Join(", ", shown!.Works.Select(work => work.State)));
    }

    [TestMethod]
    public async Task Fault_OfAHostThatWasResetThreeTimesToday_IsForHandsFromTheStart()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await AllowingAsync(database);
        for (var time = 1; time <= 3; time++)
        {
            var fault = await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token, "xid-119", RemedyKind.ResetGpu);
            var worker = stage.Worker();
            await worker.RunOnceAsync(Token);
            await WorkAsync(stage, worker);
            await AnswerAsync(stage, "gpu-reset");
            await stage.TickAsync(worker, Token);
            await ProveAsync(stage, worker);
            Assert.AreEqual((DrainState.Closed, ConditionState.Resolved), ((await stage.DrainAsync(Token)).State, await StateAsync(stage, fault)));
        }

        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token, "xid-119", RemedyKind.ResetGpu);
        // Another replica, with no memory of its own.
        await stage.Worker().RunOnceAsync(Token);

        var drain = await stage.DrainAsync(Token);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var step = await db.WorkSteps.SingleAsync(row => row.DrainId == drain.Id, Token);
        Assert.AreEqual((WorkKind.RemoteHands, "GPU 0 was reset 3 times within 12 h and needs it again: it is lost"), (step.Kind, step.Why));
        var shown = await new DrainReader(stage.Contexts, stage.Works, stage.Time).FindAsync(drain.Id, SiteScope.All, Token);
        Assert.HasCount(3, shown!.TriedBefore);
        Assert.EndsWith("GPU 0 reset: proven, and the host went back to service", shown.TriedBefore[0].Text);
    }

    [TestMethod]
    public async Task Plan_OfAPerson_IsNotAddedTo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await AllowingAsync(database);
        var worker = stage.Worker();
        await stage.Requests.ProposeAsync(new PersonsProposal(stage.Hosts[0].Name, "new firmware", true, new WorkPlan([new PlannedWork(WorkKind.ResetGpu, "GPU-1")]), null), "person:ada", Token);
        await stage.Requests.ApproveAsync((await stage.DrainAsync(Token)).Id, "person:ada", Token);
        await worker.RunOnceAsync(Token);
        await WorkAsync(stage, worker);
        await AnswerAsync(stage, "gpu-reset", CommandState.Failed);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual("ResetGpu Failed", await StepsAsync(stage));
    }

    [TestMethod]
    public async Task Plan_ThatTheFaultsOutgrewMeanwhile_IsChosenAnewWhenTheWorkBegins()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker, _) = await FoundAsync(database);
        Assert.AreEqual("ResetGpu Planned", await StepsAsync(stage));
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token, "row-remap-failure", RemedyKind.Replace);
        await WorkAsync(stage, worker);
        Assert.AreEqual("RemoteHands Begun", await StepsAsync(stage));
    }

    private async Task<(DrainStage Stage, DrainReconciler Worker, Condition Fault)> FoundAsync(TestDatabase database)
    {
        var stage = await AllowingAsync(database);
        var worker = stage.Worker();
        var fault = await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token, "xid-119", RemedyKind.ResetGpu);
        await TellAsync(stage);
        await worker.RunOnceAsync(Token);
        return (stage, worker, fault);
    }

    private async Task<DrainStage> AllowingAsync(TestDatabase database)
    {
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        string[] repairs = ["gpu-reset", "reboot"];
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Pools.ExecuteUpdateAsync(set => set.SetProperty(pool => pool.Repairs, repairs), Token);
        return stage;
    }

    private async Task WorkAsync(DrainStage stage, DrainReconciler worker)
    {
        await stage.EmptiesAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        await TellAsync(stage);
    }

    /// <summary>The agent's answer, and what the machine says by itself afterwards.</summary>
    private async Task AnswerAsync(DrainStage stage, string command, CommandState state = CommandState.Done)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var now = stage.Time.GetUtcNow();
        Assert.AreEqual(1, await db.AgentCommands.Where(row => row.Name == command && row.State == CommandState.Pending).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.SentAt, now).SetProperty(row => row.DoneAt, now).SetProperty(row => row.Answer, "so it was"), Token));
    }

    private async Task SpeaksAsync(DrainStage stage, string boot)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Hosts.ExecuteUpdateAsync(set => set.SetProperty(host => host.SpeakerBootId, boot), Token);
    }

    private async Task ProveAsync(DrainStage stage, DrainReconciler worker)
    {
        stage.Time.Advance(RepairProof.Watch);
        for (var second = 0; second < 3; second++)
        {
            await stage.TickAsync(worker, Token);
        }
    }

    /// <summary>The proof's time passes, and the fault is found once more.</summary>
    private async Task AgainAsync(DrainStage stage, DrainReconciler worker, Condition fault)
    {
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
        stage.Time.Advance(RepairProof.Watch);
        await using (var db = await stage.Contexts.CreateDbContextAsync(Token))
        {
            var now = stage.Time.GetUtcNow();
            await db.Conditions.Where(row => row.Id == fault.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastFoundAt, now), Token);
        }

        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
    }

    private async Task TellAsync(DrainStage stage)
    {
        using var post = new JsonPost();
        await stage.Ledger(new AlertChannels(new AlertsOptions { Webhooks = ["http://127.0.0.1:9/hook"] }, new DashboardOptions(), post, stage.Time))
            .BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
    }

    private async Task<int> OutboxAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.OutboxMessages.CountAsync(Token);
    }

    private async Task<ConditionState> StateAsync(DrainStage stage, Condition fault)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return (await db.Conditions.SingleAsync(row => row.Id == fault.Id, Token)).State;
    }

    private async Task<string> StepsAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return string.Join(", ", (await db.WorkSteps.OrderBy(step => step.Ordinal).ToListAsync(Token)).Select(step => $"{step.Kind} {step.State}"));
    }
}
