using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>What goes wrong around a Drain: a worker that is held up, a Host that changes its Pool, a fault that comes while the Host is on its
/// way back.</summary>
[TestClass]
public sealed class DrainTroubleTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Worker_HeldUpInItsCordonUntilTheDrainIsCancelled_LeavesNothingCordoned()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 8, 6, 1, Token);
        var (reached, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        target.BeforeCommand = async () =>
        {
            reached.TrySetResult();
            await free.Task;
        };
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token);
        var heldUp = stage.Worker().RunOnceAsync(Token);
        await reached.Task.WaitAsync(Token);

        stage.Time.Advance(DrainClaims.Lease * 2);
        await stage.HearAsync(Token);
        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", "person:ada", Token);
        await stage.Worker().RunOnceAsync(Token);
        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);

        target.BeforeCommand = () => Task.CompletedTask;
        free.SetResult();
        await heldUp;
        Assert.IsFalse(target.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Condition_FiresWhileTheHostReturns_IsProposedAnew()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        var first = await stage.DrainAsync(Token);
        await stage.Requests.MarkWorkDoneAsync(first.Id, "swapped", "person:tom", null, 0, Token);
        await stage.TickAsync(worker, Token);
        target.B.Away = true;
        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Returning, (await stage.DrainAsync(Token)).State);

        stage.Time.Advance(TimeSpan.FromSeconds(1));
        var again = await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token, "xid-79");
        await stage.TickAsync(worker, Token);
        target.B.Away = false;
        for (var second = 0; second < 3; second++)
        {
            await stage.TickAsync(worker, Token);
        }

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(DrainState.Closed, (await db.Drains.SingleAsync(row => row.Id == first.Id, Token)).State);
        var proposed = await db.Drains.SingleAsync(row => row.Id != first.Id, Token);
        CollectionAssert.AreEqual(new[] { again.Id }, proposed.Conditions);
    }

    [TestMethod]
    public async Task Validating_TheFaultComesBackAndIsRepairedAgain_IsWatchedAnewAndReturns()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        var id = (await stage.DrainAsync(Token)).Id;
        await stage.Requests.MarkWorkDoneAsync(id, "reseated", "person:tom", null, 0, Token);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token, "xid-79");
        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        var found = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Validating, found.State);
        StringAssert.Contains(found.WaitingFor, "found since the repair");

        var reply = await stage.Requests.MarkWorkDoneAsync(id, "GPU swapped", "person:eve", null, 0, Token);
        Assert.IsNull(reply.Refusal);
        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Approved_TheHostMovesToAnotherPool_IsWithdrawnAndProposedForThatOne()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.BlockedAsync(database, target, Token);

        // The old Pool could spare it now; the new one, of this Host alone, cannot.
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new Pool { Id = "small", Name = "small", Jurisdiction = "CA", Required = 1, Spare = 0, Target = target.Name, AutomaticApproval = true });
            await db.SaveChangesAsync(Token);
            await db.Pools.Where(pool => pool.Id == DrainStage.PoolId).ExecuteUpdateAsync(set => set.SetProperty(pool => pool.Required, 1), Token);
            await db.Hosts.Where(host => host.Id == stage.Hosts[0].Id).ExecuteUpdateAsync(set => set.SetProperty(host => host.PoolId, "small"), Token);
        }

        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);

        Assert.IsFalse(target.IsDrained("s1"));
        var drain = await stage.DrainAsync(Token);
        Assert.AreEqual("small Blocked", $"{drain.PoolId} {drain.State}");
        await using var after = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(DrainState.Cancelled, (await after.Drains.SingleAsync(row => row.PoolId == DrainStage.PoolId, Token)).State);
    }

    [TestMethod]
    public async Task Blocked_WhatCalledForItIsOver_IsWithdrawnUnlessAPersonApprovedIt()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.BlockedAsync(database, target, Token);

        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
            await db.Pools.ExecuteUpdateAsync(set => set.SetProperty(pool => pool.Required, 1), Token);
        }

        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);
        Assert.IsFalse(target.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Brake_APersonLiftsIt_LetsThePredictedDrainGo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 8, 4, 1, Token, automatic: false);
        var worker = stage.Worker();
        foreach (var host in stage.Hosts.Take(2))
        {
            await stage.FindAsync(host, DrainAdvice.Now, Token, "risk");
            await worker.RunOnceAsync(Token);
            await stage.Requests.ApproveAsync((await stage.DrainAsync(Token)).Id, "person:ada", Token);
            await stage.TickAsync(worker, Token);
        }

        var braked = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Blocked, braked.State);
        StringAssert.Contains(braked.WaitingFor, "by prediction");

        Assert.IsNull((await stage.Requests.LiftBrakeAsync(braked.Id, "person:ada", Token)).Refusal);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(Token)).State);
    }
}
