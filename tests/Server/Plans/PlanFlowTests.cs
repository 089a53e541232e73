using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Plans;

/// <summary>A Plan from its first Host to its last, with the Drains' own worker, in a real database.</summary>
[TestClass]
public sealed class PlanFlowTests(TestContext test)
{
    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public async Task Plan_OfARackTwoAtOnce_BringsEachHostBackAndWakesNobody()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 4, required: 2, Token);
        stage.Reboot.Reading = new(WorkProgress.Done, "it booted");
        var plan = await stage.CreatedAsync(stage.Wish() with { AtOnce = 2 }, Token);
        var (drains, mostOut) = (stage.Drains.Worker(), 0);
        for (var look = 0; look < 30 && (await stage.NowAsync(plan, Token)).State == PlanState.Running; look++)
        {
            await stage.RunAsync(drains, 5, Token);
            await using var look2 = await database.Contexts.CreateDbContextAsync(Token);
            mostOut = Math.Max(mostOut, await look2.CapacityReservations.CountAsync(row => row.ReleasedAt == null, Token));
            Assert.IsEmpty(await new DrainAlerts(stage.Drains.Works, stage.Drains.Time).FreshAsync(look2, DateTimeOffset.MinValue, Token));
        }

        Assert.AreEqual((PlanState.Finished, 2), ((await stage.NowAsync(plan, Token)).State, mostOut));
        Assert.AreEqual("Done, Done, Done, Done", await stage.HostsAsync(plan, Token));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(4, stage.Reboot.Begun);
        Assert.AreEqual(4, await db.Drains.CountAsync(drain => drain.State == DrainState.Closed && drain.Cause == DrainCause.PlannedMaintenance && drain.ApprovedBy == "person:ada", Token));
        Assert.AreEqual(4, await db.Hosts.CountAsync(host => host.ServiceState == ServiceState.InService, Token));
        Assert.AreEqual(0, await db.OutboxMessages.CountAsync(Token) + await db.Tickets.CountAsync(Token) + await db.AgentCommands.CountAsync(Token));
        Assert.AreEqual(8, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.PlanHost && entry.HostId != null, Token));
    }

    [TestMethod]
    public async Task Step_ByManyWorkersAtOnce_BeginsEachHostOnce()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 6, required: 1, Token);
        var plan = await stage.CreatedAsync(stage.Wish() with { AtOnce = 3 }, Token);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stage.Worker().RunOnceAsync(Token)));
        await stage.Worker().RunOnceAsync(Token);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var begun = await db.PlanHosts.Where(row => row.DrainId != null).Select(row => row.DrainId!.Value).ToListAsync(Token);
        Assert.HasCount(3, begun);
        CollectionAssert.AreEquivalent(begun, await db.Drains.Select(drain => drain.Id).ToListAsync(Token));
        Assert.AreEqual("Running, Running, Running, Waiting, Waiting, Waiting", await stage.HostsAsync(plan, Token));
    }

    [TestMethod]
    public async Task Step_LookedAtAgain_ChangesNoRow()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 3, required: 2, Token);
        var plan = await stage.CreatedAsync(stage.Wish() with { AtOnce = 3 }, Token);
        await stage.Worker().RunOnceAsync(Token);
        await stage.Worker().RunOnceAsync(Token);
        var before = (await stage.NowAsync(plan, Token)).Version;
        stage.Drains.Time.Advance(TimeSpan.FromSeconds(5));
        await stage.Worker().RunOnceAsync(Token);
        Assert.AreEqual(before, (await stage.NowAsync(plan, Token)).Version);
    }

    [TestMethod]
    public async Task Host_SomebodyDrainedMeanwhile_WaitsForThatDrainWithTheReason()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 3, required: 1, Token);
        var plan = await stage.CreatedAsync(stage.Wish("gpu-yul1-01", "gpu-yul1-02"), Token);
        await stage.Drains.FindAsync(stage.Drains.Hosts[0], SovereignFleet.Server.Health.Conditions.DrainAdvice.NextWindow, Token);
        await stage.Drains.Worker().RunOnceAsync(Token);
        await stage.Worker().RunOnceAsync(Token);
        Assert.AreEqual("Waiting, Running", await stage.HostsAsync(plan, Token));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.StartsWith("it has a live drain already", await db.PlanHosts.Where(row => row.Ordinal == 1).Select(row => row.Why).SingleAsync(Token));
    }

    [TestMethod]
    public async Task BlockedHost_OfAPlan_WakesNobodyAndIsTakenBackByAPause()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 3, required: 2, Token);
        var plan = await stage.CreatedAsync(stage.Wish("gpu-yul1-01"), Token);
        await stage.Worker().RunOnceAsync(Token);
        // What the pool could spare is gone before the guard is asked.
        await RequireAsync(database, 3);
        await stage.Drains.Worker().RunOnceAsync(Token);
        Assert.AreEqual(DrainState.Blocked, (await stage.Drains.DrainAsync(Token)).State);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            Assert.IsEmpty(await new DrainAlerts(stage.Drains.Works, stage.Drains.Time).FreshAsync(db, DateTimeOffset.MinValue, Token));
        }

        await stage.Requests.PauseAsync(stage.By(plan), Token);
        await stage.RunAsync(stage.Drains.Worker(), 2, Token);
        Assert.AreEqual(DrainState.Cancelled, (await stage.Drains.DrainAsync(Token)).State);
        Assert.AreEqual("Waiting", await stage.HostsAsync(plan, Token));

        await RequireAsync(database, 2);
        await stage.Requests.ResumeAsync(stage.By(plan), Token);
        await stage.RunAsync(stage.Drains.Worker(), 1, Token);
        Assert.AreEqual("Running", await stage.HostsAsync(plan, Token));
        Assert.AreEqual(DrainState.Draining, (await stage.Drains.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Stop_WithCancel_PutsBackExactlyWhatWasChanged()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 4, required: 2, Token);
        var plan = await stage.CreatedAsync(stage.Wish() with { AtOnce = 2 }, Token);
        var drains = stage.Drains.Worker();
        await stage.RunAsync(drains, 1, Token);
        await stage.Requests.StopAsync(stage.By(plan), cancelRunning: true, Token);
        await stage.RunAsync(drains, 3, Token);

        Assert.AreEqual(PlanState.Stopped, (await stage.NowAsync(plan, Token)).State);
        Assert.AreEqual("Skipped, Skipped, Skipped, Skipped", await stage.HostsAsync(plan, Token));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(4, await db.Hosts.CountAsync(host => host.ServiceState == ServiceState.InService, Token));
        Assert.AreEqual(2, await db.Drains.CountAsync(drain => drain.State == DrainState.Cancelled && drain.CancelledBy == "person:ada", Token));
        Assert.AreEqual(0, await db.CapacityReservations.CountAsync(row => row.ReleasedAt == null, Token));
        Assert.AreEqual(0, stage.Reboot.Begun);
    }

    [TestMethod]
    public async Task Host_ThatComesBackWithFewerGpus_StaysOutAndThePlanTakesNoOther()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 4, required: 2, Token);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new Gpu { Uuid = "GPU-gone", HostId = stage.Drains.Hosts[0].Id, Index = 1 });
            await db.SaveChangesAsync(Token);
        }

        stage.Reboot.Reading = new(WorkProgress.Done, "it booted");
        var plan = await stage.CreatedAsync(stage.Wish(), Token);
        var drains = stage.Drains.Worker();
        await stage.RunAsync(drains, 8, Token);
        stage.Drains.Time.Advance(RepairProof.Patience);
        await stage.RunAsync(drains, 1, Token);

        Assert.AreEqual("Failed, Waiting, Waiting, Waiting", await stage.HostsAsync(plan, Token));
        var paused = await stage.NowAsync(plan, Token);
        Assert.AreEqual((PlanState.Paused, "system"), (paused.State, paused.StateBy));
        Assert.StartsWith("a person: gpu-yul1-01: it did not prove itself", paused.WaitingFor);
        // A person looked, and lets the others go on.
        await stage.Requests.ResumeAsync(stage.By(plan), Token);
        await stage.RunAsync(drains, 1, Token);
        Assert.AreEqual(PlanState.Running, (await stage.NowAsync(plan, Token)).State);
    }

    [TestMethod]
    public async Task End_ThatComesWhileAHostIsOut_FinishesItAndExtendGoesOn()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 3, required: 1, Token);
        var plan = await stage.CreatedAsync(stage.Wish("gpu-yul1-01", "gpu-yul1-02") with { EndsAt = stage.Drains.Time.GetUtcNow().AddSeconds(5) }, Token);
        var drains = stage.Drains.Worker();
        await stage.RunAsync(drains, 6, Token);
        Assert.AreEqual(PlanState.Ended, (await stage.NowAsync(plan, Token)).State);
        stage.Reboot.Reading = new(WorkProgress.Done, "it booted");
        await stage.RunAsync(drains, 30, Token);
        Assert.AreEqual("Done, Waiting", await stage.HostsAsync(plan, Token));

        var reply = await stage.Requests.ExtendAsync(stage.By(plan), stage.Drains.Time.GetUtcNow().AddHours(1), Token);
        Assert.IsNull(reply.Refusal);
        await stage.RunAsync(drains, 1, Token);
        Assert.AreEqual("Done, Running", await stage.HostsAsync(plan, Token));
    }

    private async Task RequireAsync(TestDatabase database, int required)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Pools.ExecuteUpdateAsync(set => set.SetProperty(pool => pool.Required, required), Token);
    }
}
