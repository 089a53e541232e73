using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Proposals;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>A Drain that is cancelled once hands may have been on the Host: it ends the repair, and what goes back is proven, or a person says
/// in so many words that it goes back as it is.</summary>
[TestClass]
public sealed class DrainCancelTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Cancel_InRepairWithTheFaultStillFiring_IsProposedAnewAndWaitsForAPerson()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        var id = (await stage.DrainAsync(Token)).Id;
        await stage.Requests.CancelAsync(id, "wrong ticket", "person:ada", Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
        Assert.IsTrue(target.IsDrained("s1"));
        Assert.AreEqual(TicketState.Closed, (await TicketAsync(stage)).State, "who was called is called off");

        await PassAsync(stage, worker, RepairProof.Watch);
        await stage.TickAsync(worker, Token);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(DrainState.Cancelled, (await db.Drains.SingleAsync(row => row.Id == id, Token)).State);
        Assert.AreEqual(ConditionState.Firing, (await db.Conditions.SingleAsync(Token)).State, "nobody repaired it");
        var again = await stage.DrainAsync(Token);
        Assert.AreNotEqual(id, again.Id);
        Assert.AreEqual(DrainState.Proposed, again.State, "the pool's policy does not undo a person's word");
        Assert.IsFalse(target.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Cancel_InRepairAndTheHostIsDark_IsNotGivenToTheBalancerUntilAPersonSaysSo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        await ResolveAsync(stage);
        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "postponed", "person:ada", Token);
        for (var minute = 0; minute < 3; minute++)
        {
            stage.Time.Advance(TimeSpan.FromMinutes(1));
            await worker.RunOnceAsync(Token);
        }

        var held = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Validating, held.State);
        StringAssert.Contains(held.WaitingFor, "a person who returns it as it is: the agent is to be heard");
        Assert.IsTrue(target.A.IsDrained("s1") && target.B.IsDrained("s1"));

        await stage.Requests.CancelAsync(held.Id, "the provider wants it so", asItIs: true, "person:ada", Token);
        await worker.RunOnceAsync(Token);
        var over = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Cancelled, over.State);
        StringAssert.Contains(over.WaitingFor, "person:ada returns it as it is");
        Assert.IsFalse(target.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Cancel_InRepairAndTheHostIsWell_IsCancelledWhenItIsProven()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        await ResolveAsync(stage);
        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "postponed", "person:ada", Token);
        await stage.TickAsync(worker, Token);
        Assert.IsTrue(target.IsDrained("s1"), "not proven yet");
        await PassAsync(stage, worker, RepairProof.Watch);
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);
        Assert.IsFalse(target.IsDrained("s1"));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(ServiceState.InService, (await db.Hosts.SingleAsync(host => host.Id == stage.Hosts[0].Id, Token)).ServiceState);
    }

    [TestMethod]
    public async Task Cancel_InRepairAndAPersonSaysThatItIsMendedAllTheSame_IsARepairAndProvenAsOne()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await DrainStage.RepairingAsync(database, new Balancers(), Token);
        var id = (await stage.DrainAsync(Token)).Id;
        await stage.Requests.CancelAsync(id, "wrong ticket", "person:ada", Token);
        await stage.TickAsync(worker, Token);

        Assert.IsNull((await stage.Requests.MarkWorkDoneAsync(id, "swapped", "person:tom", null, 1, Token)).Refusal);
        await PassAsync(stage, worker, RepairProof.Watch);
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(ConditionState.Resolved, (await db.Conditions.SingleAsync(Token)).State);
        Assert.IsNotNull((await db.Gpus.SingleAsync(gpu => gpu.Uuid == "GPU-1", Token)).RepairedAt);
    }

    /// <summary>A person's no is heard, and not for ever: the fault is still there.</summary>
    [TestMethod]
    [DataRow("Now")]
    [DataRow("NextWindow")]
    public async Task Cancel_TheConditionFiresOn_IsProposedAgainAfterAWhileAndNoPolicyApprovesIt(string advice)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new Balancers(), 8, 6, 1, Token);
        var worker = stage.Worker();
        await stage.FindAsync(stage.Hosts[0], Enum.Parse<DrainAdvice>(advice), Token);
        await worker.RunOnceAsync(Token);
        var first = await stage.DrainAsync(Token);
        await stage.Requests.CancelAsync(first.Id, "no", "person:ada", Token);
        await stage.TickAsync(worker, Token);
        var patience = advice == "Now" ? PersonsNo.Urgent : PersonsNo.CanWait;

        await PassAsync(stage, worker, patience - TimeSpan.FromMinutes(1));
        Assert.AreEqual(first.Id, (await stage.DrainAsync(Token)).Id);

        await PassAsync(stage, worker, TimeSpan.FromMinutes(2));
        var again = await stage.DrainAsync(Token);
        Assert.AreNotEqual(first.Id, again.Id);
        Assert.AreEqual(DrainState.Proposed, again.State);
        StringAssert.Contains(again.Reason, "It still fires: person:ada cancelled a drain for it");
    }

    /// <summary>A risk says the same for thirty days; the proven repair ends it.</summary>
    [TestMethod]
    public async Task Closed_ARiskThatIsToldWhileTheRepairIsWatched_IsResolved()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new Balancers(), 8, 4, 1, Token, automatic: false);
        var worker = stage.Worker();
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token, "risk");
        await worker.RunOnceAsync(Token);
        var id = (await stage.DrainAsync(Token)).Id;
        await stage.Requests.ApproveAsync(id, "person:ada", Token);
        await stage.TickAsync(worker, Token);
        await stage.EmptiesAsync(worker, Token);
        await stage.Requests.MarkWorkDoneAsync(id, "swapped", "person:tom", null, 0, Token);
        await stage.TickAsync(worker, Token);
        stage.Time.Advance(TimeSpan.FromSeconds(5));
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            // As the rule of the risk tells it: a warning, found again and again.
            var now = stage.Time.GetUtcNow();
            await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.LastFoundAt, now).SetProperty(row => row.Severity, Severity.Warning), Token);
        }

        await PassAsync(stage, worker, RepairProof.Watch);
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
        await using var after = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(ConditionState.Resolved, (await after.Conditions.SingleAsync(Token)).State);
    }

    private async Task PassAsync(DrainStage stage, DrainReconciler worker, TimeSpan time)
    {
        await stage.TickAsync(worker, Token);
        stage.Time.Advance(time);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
    }

    private async Task ResolveAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
    }

    private async Task<Ticket> TicketAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.Tickets.SingleAsync(Token);
    }
}
