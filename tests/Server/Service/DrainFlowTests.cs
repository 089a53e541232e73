using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Sweeps;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>Whole Drains, on a real database.</summary>
[TestClass]
public sealed class DrainFlowTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Flow_UrgentCondition_FromProposalToReturn()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new ScriptedTarget { Sessions = 2 };
        var (stage, worker) = await DrainStage.FoundAsync(database, target, 8, Token);
        var draining = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Draining, draining.State);
        Assert.AreEqual("policy", draining.ApprovedBy);
        Assert.IsTrue(target.IsDrained("s1"));

        target.Sessions = 0;
        await stage.EmptiesAsync(worker, Token);

        await stage.Requests.MarkWorkDoneAsync(draining.Id, "swapped", "person:tom", null, 0, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
        Assert.IsFalse(target.IsDrained("s1"));

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        // The fault itself fell silent; the proven repair ended it.
        Assert.AreEqual(ConditionState.Resolved, (await db.Conditions.SingleAsync(Token)).State);
        Assert.AreEqual(ServiceState.InService, (await db.Hosts.SingleAsync(host => host.Id == stage.Hosts[0].Id, Token)).ServiceState);
        Assert.AreEqual(0, await db.CapacityReservations.CountAsync(row => row.ReleasedAt == null, Token));
        Assert.AreEqual(TicketState.Closed, (await db.Tickets.SingleAsync(Token)).State);
        Assert.AreEqual(
            "identify on, identify off",
            string.Join(", ", await db.AgentCommands.OrderBy(row => row.CreatedAt).Select(row => row.Text).ToListAsync(Token)));
        Assert.AreEqual(1, await db.OutboxMessages.CountAsync(row => row.Topic == "ticket", Token));
    }

    [TestMethod]
    public async Task Flow_PoolCannotAfford_BlocksAndGoesOnWhenItCan()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await DrainStage.BlockedAsync(database, new ScriptedTarget(), Token);
        Assert.AreEqual(
            "llm-ca has 7 of 7 hosts available; 1 leaves 6, and 6 required + 1 spare = 7 must stay", (await stage.DrainAsync(Token)).WaitingFor);

        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Pools.ExecuteUpdateAsync(set => set.SetProperty(pool => pool.Required, 5), Token);
        }

        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Flow_HostFallsSilent_IsOverdueAndNotEmptyUntilAPersonVouches()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await DrainStage.FoundAsync(database, new ScriptedTarget(), 8, Token);

        stage.Time.Advance(TimeSpan.FromSeconds(61));
        await worker.RunOnceAsync(Token);
        var overdue = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Overdue, overdue.State);
        StringAssert.Contains(overdue.WaitingFor, "silent for 61 s");

        await stage.Requests.VouchAsync(overdue.Id, "person:ada", Token);
        await worker.RunOnceAsync(Token);
        Assert.AreEqual(DrainState.Working, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Flow_DrainedBySomebodyElse_IsLeftAsFound()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new ScriptedTarget();
        target.Set("s1", drain: true);
        var (stage, worker) = await DrainStage.FoundAsync(database, target, 8, Token);

        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", "person:ada", Token);
        await worker.RunOnceAsync(Token);

        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);
        Assert.IsTrue(target.IsDrained("s1"));
        Assert.AreEqual(0, target.Effects.Count);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(ServiceState.Out, (await db.Hosts.SingleAsync(host => host.Id == stage.Hosts[0].Id, Token)).ServiceState);
    }

    [TestMethod]
    public async Task Flow_CancelledByAPerson_IsNotProposedAgainForTheSameCondition()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new ScriptedTarget();
        var (stage, worker) = await DrainStage.FoundAsync(database, target, 8, Token);
        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", "person:ada", Token);
        for (var second = 0; second < 3; second++)
        {
            await stage.TickAsync(worker, Token);
        }

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(DrainState.Cancelled, (await db.Drains.SingleAsync(Token)).State);
        Assert.IsFalse(target.IsDrained("s1"));
        Assert.AreEqual(0, await db.CapacityReservations.CountAsync(row => row.ReleasedAt == null, Token));
    }

    [TestMethod]
    public async Task Flow_SecondConditionOnTheHost_JoinsTheLiveDrainAndMakesItUrgent()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token, automatic: false);
        var worker = stage.Worker();
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.NextWindow, Token, "risk");
        await worker.RunOnceAsync(Token);
        Assert.AreEqual("risk", (await stage.DrainAsync(Token)).ProposedBy);

        var second = await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token, "xid-79");
        await stage.TickAsync(worker, Token);

        var drain = await stage.DrainAsync(Token);
        Assert.IsTrue(drain.Urgent);
        Assert.AreEqual($"condition:{second.Id}", drain.ProposedBy);
        StringAssert.Contains(drain.Reason, "xid-79");
    }

    [TestMethod]
    public async Task Sweep_HostDrainedByHand_DoesNotCountUntilItIsBack()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new ScriptedTarget();
        var stage = await DrainStage.CreateAsync(database, target, 2, 1, 0, Token);
        var sweep = new ServiceSweep(database.Contexts, new([target]), new DatabaseReady(), stage.Time, NullLogger<ServiceSweep>.Instance);
        target.Set("s1", drain: true);
        await sweep.RunAsync(Token);
        Assert.AreEqual(ServiceState.Out, await ServiceAsync(stage));

        target.Set("s1", drain: false);
        await sweep.RunAsync(Token);
        Assert.AreEqual(ServiceState.InService, await ServiceAsync(stage));
    }

    private async Task<ServiceState> ServiceAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return (await db.Hosts.SingleAsync(host => host.Id == stage.Hosts[0].Id, Token)).ServiceState;
    }
}
