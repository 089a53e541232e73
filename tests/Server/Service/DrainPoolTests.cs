using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>A Pool that falls below what it requires, or whose settings change, while one of its Hosts is on its way out.</summary>
[TestClass]
public sealed class DrainPoolTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Draining_APrecautionAndThePoolFallsBelow_IsGivenBackAndGoesOnWhenItCan()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 3, 2, 0, Token);
        var worker = stage.Worker();
        await stage.Requests.ProposeAsync(stage.Hosts[0].Name, "a precaution", urgent: true, WorkPlan.RemoteHands, "person:ada", Token);
        await worker.RunOnceAsync(Token);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(Token)).State);

        await RequireAsync(stage, 3);
        await stage.TickAsync(worker, Token, inFlight: 1);
        await stage.TickAsync(worker, Token, inFlight: 1);

        var blocked = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Blocked, blocked.State);
        Assert.IsFalse(target.IsDrained("s1"));
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            Assert.AreEqual(ServiceState.InService, (await db.Hosts.SingleAsync(host => host.Id == stage.Hosts[0].Id, Token)).ServiceState);
            Assert.IsTrue(await db.DrainSteps.AnyAsync(step => step.DrainId == blocked.Id && step.Text.Contains("the pool is short: 2 available, 3 required"), Token));
        }

        await RequireAsync(stage, 2);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Draining_AnotherHostFallsSilent_IsGivenBack()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 3, 2, 0, Token);
        var worker = stage.Worker();
        await stage.Requests.ProposeAsync(stage.Hosts[0].Name, "a precaution", urgent: true, WorkPlan.RemoteHands, "person:ada", Token);
        await worker.RunOnceAsync(Token);

        stage.Time.Advance(TimeSpan.FromSeconds(61));
        await stage.HearAsync(Token, 1, stage.Hosts[1].Id);
        await worker.RunOnceAsync(Token);

        Assert.AreEqual(DrainState.Blocked, (await stage.DrainAsync(Token)).State);
        Assert.IsFalse(target.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Draining_AFaultAndThePoolFallsBelow_GoesOn()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        await RequireAsync(stage, 8);
        await stage.TickAsync(worker, Token, inFlight: 1);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(Token)).State);
        Assert.IsTrue(target.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Cancel_ABalancerLeftThePoolsSettings_IsGivenBackThereToo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        await SettingsAsync(stage, """{"only":"a"}""");
        await stage.TickAsync(worker, Token, inFlight: 1);

        await CancelAsync(stage, worker);

        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);
        Assert.IsFalse(target.A.IsDrained("s1") || target.B.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Closed_ABalancerLeftThePoolsSettingsInRepair_IsGivenBackThereToo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        await SettingsAsync(stage, """{"only":"b"}""");
        await stage.Requests.MarkWorkDoneAsync((await stage.DrainAsync(Token)).Id, "swapped", "person:tom", null, 0, Token);
        await stage.TickAsync(worker, Token);
        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
        Assert.IsFalse(target.A.IsDrained("s1") || target.B.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Cancel_TheBalancerThatLeftIsGoneForGood_WaitsAWhileAndSaysWhereItMayStillBeDrained()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        await SettingsAsync(stage, """{"only":"a"}""");
        target.B.Away = true;

        await CancelAsync(stage, worker);
        var waits = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Draining, waits.State);
        StringAssert.Contains(waits.WaitingFor, "b: no answer");
        Assert.IsFalse(target.A.IsDrained("s1"));

        stage.Time.Advance(GiveBack.FormerPatience);
        await stage.TickAsync(worker, Token);
        var over = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Cancelled, over.State);
        StringAssert.Contains(over.WaitingFor, "it may still be drained");
    }

    [TestMethod]
    public async Task Returning_TheBalancersCheckHoldsTheHostForDown_IsNotClosedUntilItIsUp()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        target.B.Down = "down in HAProxy: L4CON";
        await stage.Requests.MarkWorkDoneAsync((await stage.DrainAsync(Token)).Id, "swapped", "person:tom", null, 0, Token);
        await stage.TickAsync(worker, Token);
        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        var returning = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Returning, returning.State);
        StringAssert.Contains(returning.WaitingFor, "down in HAProxy: L4CON (b)");

        target.B.Down = null;
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
    }

    private async Task CancelAsync(DrainStage stage, DrainReconciler worker)
    {
        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", "person:ada", Token);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
    }

    private async Task RequireAsync(DrainStage stage, int required)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Pools.ExecuteUpdateAsync(set => set.SetProperty(pool => pool.Required, required), Token);
    }

    private async Task SettingsAsync(DrainStage stage, string settings)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Pools.ExecuteUpdateAsync(set => set.SetProperty(pool => pool.TargetSettings, settings), Token);
    }
}
