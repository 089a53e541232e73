using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>A worker dies at every boundary of a whole Drain, one after the other; a new one finishes it.</summary>
[TestClass]
public sealed class DrainCrashTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Drain_WorkerKilledAtEveryBoundary_EndsOnceAndLeavesNothingBehind()
    {
        var boundaries = 0;
        while (await KilledAtAsync(boundaries + 1) is { } boundary)
        {
            TestContext.WriteLine($"{++boundaries}: {boundary}");
        }

        // A return without a proof of dying would prove nothing: a whole Drain has two effects and nine moves at least.
        Assert.IsGreaterThan(20, boundaries);
    }

    /// <returns>Where it died; null: the Drain has fewer boundaries.</returns>
    private async Task<string?> KilledAtAsync(int number)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var mortality = new Mortality(database.DataSource);
        var target = new ScriptedTarget { Boundary = mortality.Pass };
        var stage = await DrainStage.CreateAsync(database, target, 8, 6, 1, Token, contexts: mortality);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token);
        mortality.DieAt = number;
        var worker = stage.Worker();
        for (var second = 0; second < 60; second++)
        {
            await AdvanceAsync(database, stage);
            try
            {
                await worker.RunOnceAsync(Token);
            }
            catch (InvalidOperationException) when (mortality.DiedAt is not null)
            {
                // The proposer dies outside a Drain's own step.
            }

            if (mortality.DiedAt is not null && mortality.DieAt != 0)
            {
                mortality.Revive();
                worker = stage.Worker();
            }

            if (await ActAsAPersonAsync(database, stage))
            {
                break;
            }
        }

        await AssertCleanAsync(database, stage, target, $"killed at boundary {number}, {mortality.DiedAt}");
        return mortality.DiedAt;
    }

    // A second passes and every Host is heard; not through the mortal factory, because these are other people's hands.
    private async Task AdvanceAsync(TestDatabase database, DrainStage stage)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var watched = await db.Drains.AnyAsync(row => row.State == DrainState.Validating, Token);
        stage.Time.Advance(watched ? RepairProof.Watch : TimeSpan.FromSeconds(1));
        var now = stage.Time.GetUtcNow();
        await db.Heartbeats.ExecuteUpdateAsync(
            set => set.SetProperty(heartbeat => heartbeat.HeardAt, now).SetProperty(heartbeat => heartbeat.QuietReadings, heartbeat => heartbeat.QuietReadings + 1), Token);
    }

    /// <returns>Whether the Drain is over.</returns>
    private async Task<bool> ActAsAPersonAsync(TestDatabase database, DrainStage stage)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        if (await db.Drains.AnyAsync(row => row.State == DrainState.Closed, Token))
        {
            return true;
        }

        if (await db.Drains.SingleOrDefaultAsync(row => row.State == DrainState.Working && row.RepairedBy == null, Token) is not { } drain)
        {
            return false;
        }

        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
        await new DrainRequests(database.Contexts, stage.Works, stage.Time).MarkWorkDoneAsync(drain.Id, "done", "person:tom", null, 0, Token);
        return false;
    }

    private async Task AssertCleanAsync(TestDatabase database, DrainStage stage, ScriptedTarget target, string when)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(DrainState.Closed, (await db.Drains.SingleAsync(Token)).State, when);
        Assert.AreEqual(1, await db.Tickets.CountAsync(Token), when);
        Assert.AreEqual(1, await db.OutboxMessages.CountAsync(row => row.Topic == TicketOutbox.TopicName, Token), when);
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(row => row.Kind == JournalKinds.WorkBegun, Token), when);
        Assert.AreEqual(1, await db.AgentCommands.CountAsync(row => row.Text == "identify on", Token), when);
        Assert.AreEqual(WorkStepState.Proven, (await db.WorkSteps.SingleAsync(Token)).State, when);
        Assert.AreEqual(0, await db.CapacityReservations.CountAsync(row => row.ReleasedAt == null, Token), when);
        Assert.IsFalse(target.IsDrained("s1"), when);
        Assert.IsTrue(await db.Hosts.AllAsync(host => host.ServiceState == ServiceState.InService, Token), when);
        Assert.AreEqual(8, stage.Hosts.Count);
    }
}
