using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>What a person's word that a work is done changes, and where it changes nothing.</summary>
[TestClass]
public sealed class WorkDoneTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task MarkWorkDone_AMachineIsAtIt_IsRefusedAndChangesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var soak = new ScriptedWork(WorkKind.Soak) { Reading = new(WorkProgress.UnderWay, "12 of 30 minutes") };
        var (stage, worker) = await WorkingAsync(database, soak);
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(
            "the drain is Working: work 1, scripted Soak (Soak-1), is under way and ends by its own proof, not by a person's word: 12 of 30 minutes; wait for it, or cancel the drain",
            await SayAsync(stage));

        await stage.TickAsync(worker, Token);
        Assert.AreEqual((DrainState.Working, WorkStepState.Begun, null), ((await stage.DrainAsync(Token)).State, (await StepAsync(stage)).State, (await StepAsync(stage)).DoneBy));
        Assert.IsNull((await stage.DrainAsync(Token)).RepairedBy);
        Assert.AreEqual("", await ToldAsync(stage));
    }

    [TestMethod]
    public async Task MarkWorkDone_AFailedWorkThatCanProveItself_IsProvenAllTheSame()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var soak = new ScriptedWork(WorkKind.Soak) { Reading = new(WorkProgress.Failed, "a person: the unit did not start"), Unproven = "GPU 3 is missing" };
        var (stage, worker) = await WorkingAsync(database, soak);
        await stage.TickAsync(worker, Token);

        Assert.IsNull(await SayAsync(stage));
        await stage.TickAsync(worker, Token);
        Assert.AreEqual((DrainState.Working, "proof of Soak: GPU 3 is missing"), ((await stage.DrainAsync(Token)).State, (await stage.DrainAsync(Token)).WaitingFor));
        Assert.AreEqual(WorkStepState.Failed, (await StepAsync(stage)).State);

        soak.Unproven = null;
        await stage.TickAsync(worker, Token);
        Assert.AreEqual((DrainState.Validating, WorkStepState.Proven), ((await stage.DrainAsync(Token)).State, (await StepAsync(stage)).State));
        Assert.AreEqual("person:tom: work 1, scripted Soak (Soak-1), had failed and is done by hand: done", await ToldAsync(stage));
    }

    [TestMethod]
    public async Task MarkWorkDone_OfTheFirstWorkTwice_IsNoWordForTheSecond()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, new ScriptedWork(WorkKind.OwnWork) { IsByPerson = true }, new ScriptedWork(WorkKind.RemoteHands) { IsByPerson = true });
        Assert.IsNull(await SayAsync(stage, ordinal: 1));
        await Work(WorkKind.OwnWork, stage).SaysDoneAsync(stage, worker, Token);

        Assert.AreEqual(
            "the drain is Working: work 1 is not at hand: work 2, scripted RemoteHands (RemoteHands-2), is", await SayAsync(stage, ordinal: 1));
        Assert.IsNull((await StepAsync(stage, 2)).DoneBy);
    }

    [TestMethod]
    public async Task MarkWorkDone_OfAWorkWhoseDrainIsWatchedAlready_DoesNotBeginTheWatchAnew()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, new ScriptedWork(WorkKind.OwnWork) { IsByPerson = true });
        Assert.IsNull(await SayAsync(stage, ordinal: 1));
        await Work(WorkKind.OwnWork, stage).SaysDoneAsync(stage, worker, Token);
        var since = (await stage.DrainAsync(Token)).StateSince;
        stage.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.AreEqual("the drain is Validating: work 1 is not at hand: the plan is done", await SayAsync(stage, ordinal: 1));
        Assert.AreEqual((DrainState.Validating, since), ((await stage.DrainAsync(Token)).State, (await stage.DrainAsync(Token)).StateSince));

        Assert.IsNull(await SayAsync(stage));
        Assert.AreEqual(since.AddSeconds(5), (await stage.DrainAsync(Token)).StateSince);
    }

    /// <summary>Whoever asks sees which work is at hand, and whether a person's word ends it.</summary>
    [TestMethod]
    public async Task Find_ADrainAtWork_TellsItsPlan()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var soak = new ScriptedWork(WorkKind.Soak) { Reading = new(WorkProgress.UnderWay, "12 of 30 minutes") };
        var (stage, worker) = await WorkingAsync(database, new ScriptedWork(WorkKind.OwnWork) { IsByPerson = true }, soak, new ScriptedWork(WorkKind.Reboot));
        Assert.IsNull(await SayAsync(stage));
        await Work(WorkKind.OwnWork, stage).SaysDoneAsync(stage, worker, Token);
        await stage.TickAsync(worker, Token);

        var drain = await new DrainReader(stage.Contexts, stage.Works, stage.Time).FindAsync((await stage.DrainAsync(Token)).Id, SiteScope.All, Token);

        Assert.AreEqual(
            "1 OwnWork scripted OwnWork Proven OwnWork-1 person:tom True '', 2 Soak scripted Soak Begun Soak-2  False '12 of 30 minutes', 3 Reboot scripted Reboot Planned   False ''",
            string.Join(", ", drain!.Works.Select(work => $"{work.Ordinal} {work.Kind} {work.Name} {work.State} {work.Reference} {work.DoneBy} {work.ByPerson} '{work.WaitingFor}'")));
        Assert.IsTrue(drain.Works[0].ProvenAt >= drain.Works[0].BegunAt && drain.Works[1].BegunAt >= drain.Works[0].ProvenAt);
        Assert.IsNull(drain.Works[2].BegunAt);
    }

    [TestMethod]
    public async Task MarkWorkDone_WhileItDrains_SaysWhatIsPossible()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await DrainStage.DrainingAsync(database, new Balancers(), Token);

        Assert.AreEqual("the drain is Draining: work is marked as done while it is done or the host is watched; wait for it, or cancel it", await SayAsync(stage));
    }

    /// <summary>A machine's work that ends the plan is not said to be a person's.</summary>
    [TestMethod]
    public async Task Moved_ToValidatingByAMachine_IsNotUnderAPersonsName()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var soak = new ScriptedWork(WorkKind.Soak);
        var (stage, worker) = await WorkingAsync(database, new ScriptedWork(WorkKind.OwnWork) { IsByPerson = true }, soak);
        Assert.IsNull(await SayAsync(stage));
        await Work(WorkKind.OwnWork, stage).SaysDoneAsync(stage, worker, Token);
        await soak.SaysDoneAsync(stage, worker, Token);

        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual("system", (await db.DrainSteps.SingleAsync(step => step.To == DrainState.Validating, Token)).Actor);
    }

    private static ScriptedWork Work(WorkKind kind, DrainStage stage) => (ScriptedWork)stage.Works.Find(kind)!;

    private async Task<(DrainStage Stage, DrainReconciler Worker)> WorkingAsync(TestDatabase database, params IWork[] works)
    {
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        stage.Kinds = works;
        var worker = stage.Worker();
        var plan = WorkPlan.Of(works.Select(work => work.Kind));
        Assert.IsNull((await stage.Requests.ProposeAsync(stage.Hosts[0].Name, "new kernel", urgent: true, plan, "person:ada", Token)).Refusal);
        await worker.RunOnceAsync(Token);
        await stage.EmptiesAsync(worker, Token);
        return (stage, worker);
    }

    private async Task<string?> SayAsync(DrainStage stage, int ordinal = 0) =>
        (await stage.Requests.MarkWorkDoneAsync((await stage.DrainAsync(Token)).Id, "done", "person:tom", null, ordinal, Token)).Refusal;

    private async Task<WorkStep> StepAsync(DrainStage stage, int ordinal = 1)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.WorkSteps.SingleAsync(step => step.Ordinal == ordinal, Token);
    }

    /// <summary>What the Journal has under the person's name, besides the moves.</summary>
    private async Task<string> ToldAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var entries = await db.JournalEntries.Where(entry => entry.Kind == JournalKinds.DrainEffect && entry.Actor == "person:tom").OrderBy(entry => entry.Id).ToListAsync(Token);
        return string.Join("; ", entries.Select(entry => $"{entry.Actor}: {entry.Summary}"));
    }
}
